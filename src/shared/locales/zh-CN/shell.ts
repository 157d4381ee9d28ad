/** 桌面窗口自身的文字：菜单与对话框。 */
export const shell = {
  menu: {
    file: '文件(&F)',
    open: '打开(&O)…',
    openRecent: '最近打开(&R)',
    noRecentFiles: '尚未打开过文件',
    edit: '编辑(&E)',
    view: '视图(&V)',
    window: '窗口(&W)',
    help: '帮助(&H)',
    about: '关于 TCPulse',
  },
  dialog: {
    openTitle: '打开抓包文件',
    captures: '抓包文件',
    saveTitle: '保存项目',
    projects: 'TCPulse 项目',
    allFiles: '所有文件',
    leave: '不保存就离开？',
    leaveDetail: '项目中有尚未保存的更改。下次打开窗口时会再次提供这些更改。',
    leaveYes: '不保存并离开',
    leaveNo: '留下',
  },
  about: {
    message: 'TCPulse {{version}}',
    detail: '解释长时间存活的 TCP 连接：保活、心跳、握手与监听队列，证据精确到字节。',
  },
} as const;
