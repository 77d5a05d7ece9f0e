const LONGEST_SIDE = 1280;

/**
 * Shrink a photo in the phone: a village has a slow line and sixty people wait.
 *
 * @param {File} file
 * @returns {Promise<String>} JPEG in base64
 */
export async function resizePhoto(file) {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", 0.85).split(",")[1];
}
