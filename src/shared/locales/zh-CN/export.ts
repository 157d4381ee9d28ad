/** 命令 report 与 bundle。 */
export const exports = {
  argument: { files: '抓包文件，或一个项目（.tcpulse）或项目包（.tcpulse-bundle）' },
  option: {
    format: 'html（单个文件，图表内嵌）、md 或 json；默认依输出文件名而定，否则为 html',
    out: '要写入的文件；省略或为 - 时写到标准输出',
    connection: '只针对该编号的连接',
    listener: '只针对该地址和端口（或端口）上的监听',
    capture: '--connection 与 --listener 所指抓包文件的编号，从 0 开始',
    timeZone: '时间所用时区，例如 UTC 或 Asia/Shanghai',
    anonymize: '替换地址和名称，去除注释、备注与载荷',
    cutPayload: '去除 TCP 首部之后的内容，保留长度',
  },
  usage: {
    sameFile: '{{path}} 正被读取，不能覆盖：请用 -o 指定另一个文件',
    oneProject: '请指定一个项目，或若干抓包文件',
    captureAlone: '--capture 用于说明 --connection 或 --listener 所指的抓包文件：请一并给出其中之一',
    noCapture: '没有编号为 {{capture}} 的抓包文件：编号从 0 开始',
    badNumber: '应为整数',
    badListener: '应为 端口、地址:端口 或 [地址]:端口',
    badTimeZone: '没有该名称的时区',
  },
  unknownZone: '项目使用的时区 {{zone}} 在此系统上未知：时间以 {{own}} 表示。',
  capture: {
    moved: '{{name}} 在另一个文件夹中找到。',
    changed: '{{name}} 不是建立项目时的文件：备注中的帧号可能不对。',
    missing: '缺少 {{name}}，已略过。请在工作台中打开项目并指明其位置。',
  },
} as const;
