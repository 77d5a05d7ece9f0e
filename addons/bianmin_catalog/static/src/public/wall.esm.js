// The same width as in screen.scss.
const wall = window.matchMedia("(min-width: 900px)");

/** Whether this is a touch screen on a wall, which many people use, and no phone. */
export function isWall() {
    return wall.matches;
}
