/** The desktop window's own texts: menu and dialogs. */
export const shell = {
  menu: {
    file: '&File',
    open: '&Open…',
    openRecent: 'Open &Recent',
    noRecentFiles: 'No files opened yet',
    edit: '&Edit',
    view: '&View',
    window: '&Window',
    help: '&Help',
    about: 'About TCPulse',
  },
  dialog: {
    openTitle: 'Open captures',
    captures: 'Captures',
    saveTitle: 'Save project',
    projects: 'TCPulse projects',
    allFiles: 'All files',
    leave: 'Leave without saving?',
    leaveDetail: 'The project holds changes that were not saved. The next window offers them again.',
    leaveYes: 'Leave without saving',
    leaveNo: 'Stay',
  },
  about: {
    message: 'TCPulse {{version}}',
    detail: 'Explains long-lived TCP connections: keep-alives, heartbeats, handshakes and listen queues, with evidence down to the byte.',
  },
} as const;
