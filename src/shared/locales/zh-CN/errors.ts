/** By error code: what happened, and what to do. */
export const errors = {
  'file-not-found': '{{path}} 不存在。请检查文件名和文件夹。',
  'file-not-readable': '无法读取 {{path}}（{{reason}}）。请检查其权限以及所在的磁盘或网络共享。',
  'is-a-folder': '{{path}} 是一个文件夹。请指定其中的抓包文件。',
  'outside-root': '{{path}} 不在允许读取的文件夹内。请把文件移到该文件夹，或用 --root 指定它所在的文件夹。',
  'not-a-capture':
    '{{path}} 不是 TCPulse 认识的抓包文件：它能读取 pcap、pcapng（可为 gzip 或 zstd 压缩）、tcpdump 输出的文本和十六进制转储。请检查文件是否完整。',
  'no-such-capture': '该抓包文件已关闭。请重新打开。',
  'no-such-frame': '没有第 {{frame}} 帧：该抓包共有 {{packets}} 帧。',
  'no-such-connection': '该抓包中没有连接 {{connection}}。',
  'no-such-heartbeat': '该抓包中没有心跳 {{heartbeat}}。',
  'no-such-sample': '没有名为 {{id}} 的示例抓包。',
  'upload-failed': '{{name}} 传输失败。请重试；文件较大时，请从服务器上的文件夹中打开。',
  'out-of-memory': '该抓包需要的内存超过可用内存。请关闭其他抓包，或将其拆分（editcap -c）。',
  'disk-full': '磁盘已满。请腾出空间后重试。',
  cancelled: '已取消。',
  'invalid-params': '请求 {{method}} 被拒绝：{{at}}：{{problem}}。',
  'invalid-result': '引擎的应答不符合约定（{{method}}，{{at}}：{{problem}}）。请作为缺陷报告。',
  'unknown-method': '引擎不认识 {{method}}。TCPulse 各部分版本不一致：请重新构建或安装。',
  'connection-lost': '与引擎的连接已断开。请重新启动 TCPulse，或刷新页面。',
  'port-not-available': '无法使用端口 {{port}}（{{reason}}），可能已被其他程序占用：请用 --port 另选一个，或不指定端口以使用空闲端口。',
  internal: 'TCPulse 内部出错（{{detail}}）。请作为缺陷报告，如可能请附上抓包文件。',
} as const;
