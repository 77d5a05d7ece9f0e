import {
    Many2ManyBinaryField,
    many2ManyBinaryField,
} from "@web/views/fields/many2many_binary/many2many_binary_field";
import {registry} from "@web/core/registry";

/**
 * Files of a paper with one large button, in forms and on cards. On a phone the button
 * offers the camera.
 */
export class UploadField extends Many2ManyBinaryField {
    static template = "bianmin_agent.UploadField";
}

export const uploadField = {
    ...many2ManyBinaryField,
    component: UploadField,
    // Cards are never in edition: only what the view says closes the field there.
    extractProps: (fieldInfo, dynamicInfo) => ({
        ...many2ManyBinaryField.extractProps(fieldInfo, dynamicInfo),
        readonly: dynamicInfo.readonly,
    }),
};

registry.category("fields").add("bianmin_upload", uploadField);
