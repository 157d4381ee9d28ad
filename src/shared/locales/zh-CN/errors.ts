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
  'no-such-protocol': '没有名为“{{name}}”的协议。',
  'no-http': '连接 {{connection}} 不承载 HTTP。',
  'no-such-listener': '此抓包中没有监听端口 {{listener}}。',
  'no-such-attempt': '连接 {{connection}} 不是对该监听端口的连接尝试。',
  'no-such-sample': '没有名为 {{id}} 的示例抓包。',
  'not-host-text':
    '{{name}} 中没有 ss、netstat -s、nstat、sysctl 的输出，也没有 /proc/net/netstat 或 /proc/net/snmp 的内容。请原样粘贴或保存，例如：date; ss -lnt; nstat -az。',
  'no-such-recording': '该主机的这些采样已不再保留。请重新监视该主机，或重新读取文本。',
  'no-such-namespace': '{{host}} 上没有网络命名空间 {{name}}。在那里运行 `ip netns list` 可查看有名称的命名空间。',
  'host-not-linux':
    '{{host}} 没有 /proc/net/netstat，也没有 ss：无法对其内核采样，采样需要 Linux。可用 --ssh user@host 采样一台 Linux 服务器，或读取在那里保存的文本。',
  'host-not-permitted':
    '无法进入 {{host}} 上的网络命名空间 {{name}}（{{reason}}）：这需要那里的 root 权限。请用 sudo 运行 TCPulse，或在该命名空间内保存文本后再读取。',
  'host-lost': '对 {{host}} 的采样已结束（{{reason}}）。请重新开始。',
  'ssh-failed':
    '通过 ssh 连接 {{host}} 失败（{{reason}}）。TCPulse 不询问密码：请确认 `ssh -o BatchMode=yes {{host}} true` 可以运行，密钥已在 agent 中，且主机在 known_hosts 里。',
  filter: { syntax: '过滤器无法使用：请查看标出的位置。' },
  'upload-failed': '{{name}} 传输失败。请重试；文件较大时，请从服务器上的文件夹中打开。',
  'out-of-memory': '该抓包需要的内存超过可用内存。请关闭其他抓包，或将其拆分（editcap -c）。',
  'disk-full': '磁盘已满。请腾出空间后重试。',
  cancelled: '已取消。',
  'invalid-params': '请求 {{method}} 被拒绝：{{at}}：{{problem}}。',
  'invalid-result': '引擎的应答不符合约定（{{method}}，{{at}}：{{problem}}）。请作为缺陷报告。',
  'unknown-method': '引擎不认识 {{method}}。TCPulse 各部分版本不一致：请重新构建或安装。',
  'connection-lost': '与引擎的连接已断开。请重新启动 TCPulse，或刷新页面。',
  'port-not-available': '无法使用端口 {{port}}（{{reason}}），可能已被其他程序占用：请用 --port 另选一个，或不指定端口以使用空闲端口。',
  'file-not-writable': '无法写入 {{path}}（{{reason}}）。请选择其他文件夹，或修改其权限。',
  'project-damaged': '{{path}} 在 {{place}} 处已损坏：{{problem}}。请用文本编辑器在该处修复，或打开上一次保存的版本。',
  'project-too-new':
    '{{path}} 由更新版本的 TCPulse 写成（文件版本 {{version}}，本程序最高支持 {{known}}），在 {{place}} 处无法理解。请安装较新的 TCPulse。',
  'project-changed': '{{path}} 自打开以来已被他人修改。请另存为其他名称，或覆盖它。',
  'bundle-damaged': '{{path}} 不是完好的项目包（{{problem}}）。它可能在传输中被截断，请重新获取。',
  internal: 'TCPulse 内部出错（{{detail}}）。请作为缺陷报告，如可能请附上抓包文件。',
} as const;
