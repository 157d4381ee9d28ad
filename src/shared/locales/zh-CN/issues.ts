/** `issue.<code>`：抓包文件中发现的问题及处理办法。`{{offset}}`：字节偏移，`{{frame}}`：帧号，`{{detail}}`：技术细节。 */
export const issues = {
  'truncated-file':
    '文件在字节 {{offset}} 处、一个数据包的中间就结束了（{{detail}}）。之前的内容已全部读取。如果复制曾中断，请重新复制；被强行终止的抓包会丢失最后一个数据包。',
  'truncated-header': '文件头还不完整文件就结束了（{{detail}}）。没有可读取的内容：请重新复制或重新抓包。',
  'bad-magic': '字节 {{offset}} 处的内容不是抓包文件应有的开头（{{detail}}）。已在后续内容中查找数据包；请确认打开的是正确的文件。',
  'unknown-version': '文件在字节 {{offset}} 处声明了未知的格式版本（{{detail}}）。请用生成它的程序打开并另存为 pcapng。',
  'impossible-length': '字节 {{offset}} 处的长度不可能成立（{{detail}}）。文件在此处已损坏；之前读到的内容照常显示。',
  'captured-longer-than-original': '第 {{frame}} 帧声称的捕获字节数多于线路上的字节数（{{detail}}）。按实际存在的字节显示；字节统计可能偏小。',
  'beyond-snap-length': '第 {{frame}} 帧超过了其接口的抓取长度（{{detail}}）。已完整读取，无需处理。',
  'bad-block': '字节 {{offset}} 处的块已损坏（{{detail}}）。此处可能缺少数据包。',
  'bad-option': '字节 {{offset}} 处的块中有一个选项无法读取（{{detail}}）。数据包照常显示；可能缺少注释或接口名称。',
  'unknown-interface': '字节 {{offset}} 处的块属于文件中没有描述的接口（{{detail}}）。该数据包已略过。',
  'unknown-block': '文件包含未知类型的块，第一个位于字节 {{offset}}（{{detail}}）。这些块已跳过，不影响数据包。',
  resynchronised: '损坏之后，从字节 {{offset}} 处恢复读取（{{detail}}）。其间的数据包已缺失：请勿把这段空白当作线路静默。',
  'time-backwards': '第 {{frame}} 帧的时间早于前一帧（{{detail}}）。多接口抓包或合并的文件中常见；其附近的时间间隔可能不准确。',
  'time-invalid': '第 {{frame}} 帧的时间不是有效时间（{{detail}}）。多出的部分已进位到秒，或者该时间已略去；请勿依赖其附近的时间间隔。',
  'mixed-link-types': '文件包含多种链路类型的数据包（{{detail}}）。每个数据包都按其自身类型读取，无需处理。',
  'compressed-damaged': '压缩文件已损坏（{{detail}}）。已读取解压到字节 {{offset}} 为止的内容。请重新复制该文件。',
  'unreadable-line': '文本中字节 {{offset}} 处的一行无法理解（{{detail}}）。该行已略过；请原样粘贴 tcpdump 的输出，最好使用 -nn。',
  'missing-bytes': '十六进制转储在文本的字节 {{offset}} 处有缺口（{{detail}}）。数据包显示到此为止；请把缺少的行也粘贴进来。',
  'cut-headers':
    '抓包保留的每个数据包太短，TCP 首部被截断，从帧 {{frame}} 开始（{{detail}}）：这些报文段不会出现在连接中。请重新抓包，每个数据包至少保留 128 字节（tcpdump -s 128；-s 0 保留全部）。',
  empty: '抓包文件本身没有问题，但不含任何数据包。请检查抓包过滤器以及所选的接口。',
} as const;
