import {Component, useState} from "@odoo/owl";
import {NameAndSignature} from "@web/core/signature/name_and_signature";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/**
 * A box to sign in, right in the form: nothing has to be opened first. A photo of a
 * thumb print can be loaded instead; a signature is never made up from the name.
 */
export class SignaturePadField extends Component {
    static template = "bianmin_agent.SignaturePadField";
    static components = {NameAndSignature};
    static props = {...standardFieldProps};

    setup() {
        this.signature = useState({name: "", isSignatureEmpty: true});
    }

    onSignatureChange() {
        // The pad reports its empty box once before it can give a picture.
        if (!this.signature.getSignatureImage) {
            return;
        }
        const image =
            !this.signature.isSignatureEmpty && this.signature.getSignatureImage();
        this.props.record.update({
            [this.props.name]: image ? image.split(",")[1] : false,
        });
    }
}

export const signaturePadField = {
    component: SignaturePadField,
    supportedTypes: ["binary"],
    isEmpty: () => false,
};

registry.category("fields").add("bianmin_signature_pad", signaturePadField);
