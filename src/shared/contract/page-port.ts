/** How Electron's page gets its port: the preload asks the main process when the page has loaded, and hands over what comes. */

/** Scheme and host of the page's address. */
export const PAGE_SCHEME = 'tcpulse';
export const PAGE_ORIGIN = `${PAGE_SCHEME}://workbench`;

/** Preload to main: the page listens, send its port. */
export const CONNECT_CHANNEL = 'tcpulse:connect';
/** Main to preload, with one port. */
export const PORT_CHANNEL = 'tcpulse:port';
/** Preload to main: paths of files that were dropped on the page. */
export const DROP_CHANNEL = 'tcpulse:drop';
/** `data.type` of the window message that hands the port to the page. */
export const PORT_MESSAGE_TYPE = 'tcpulse:port';
