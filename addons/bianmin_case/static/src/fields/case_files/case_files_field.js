import {CaptureDialog} from "@bianmin_base/capture/capture_dialog.esm";
import {registry} from "@web/core/registry";
import {
    Many2ManyBinaryField,
    many2ManyBinaryField,
} from "@web/views/fields/many2many_binary/many2many_binary_field";

/**
 * Files of one line of a checklist. The button to upload shows on every line, not only
 * on the one that is being edited: nobody would look for it there.
 */
export class CaseFilesField extends Many2ManyBinaryField {
    static template = "bianmin_case.CaseFilesField";

    get canUpload() {
        return !this.props.readonly && this.props.record.model.root.isInEdition;
    }

    /** Opens the file in a tab of its own, where it can be looked at and printed. */
    getUrl(id) {
        return `/web/content/${id}`;
    }

    /** Pages hang on a line that the server knows: the form is saved first. */
    async onScan() {
        // This line is drawn anew when the form is saved; its services outlive it.
        const {dialog, orm} = this.env.services;
        const {record} = this.props;
        const {root} = record.model;
        if (!(await root.save())) {
            return;
        }
        const line = root.data.material_ids.records.find((one) =>
            record.resId
                ? one.resId === record.resId
                : one.data.name === record.data.name
        );
        const call = (method, ...values) =>
            orm.call(line.resModel, method, [[line.resId], ...values]);
        dialog.add(CaptureDialog, {
            title: line.data.name,
            pageCount: await call("get_scanned_page_count"),
            onSave: async (pages, append) => {
                await call("add_scan", pages, append);
                await root.load();
            },
        });
    }
}

export const caseFilesField = {
    ...many2ManyBinaryField,
    component: CaseFilesField,
    extractProps: (fieldInfo, dynamicInfo) => ({
        ...many2ManyBinaryField.extractProps(fieldInfo, dynamicInfo),
        // what the view says, instead of whether the line is in edit mode
        readonly: dynamicInfo.readonly,
    }),
};

registry.category("fields").add("bianmin_case_files", caseFilesField);
