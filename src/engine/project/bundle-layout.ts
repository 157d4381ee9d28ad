/** Names inside a bundle: of the project, and of the folder of its captures. */
export const BUNDLED_PROJECT = 'project.tcpulse';
export const BUNDLED_CAPTURES = 'captures/';
