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
