/** HTTP 分析器的结论：`finding.http.<code>`。 */
const advice =
  '让客户端先于服务器放弃空闲连接：客户端的空闲超时应比服务器的 keepalive 超时（nginx keepalive_timeout、Node server.keepAliveTimeout）短几秒，并在新连接上重试安全的请求。';

export const httpFindings = {
  'reuse-race': {
    title: '请求遇上了服务器对连接的关闭',
    detail: '',
    detail_crossing:
      '{{clientAddress}} 在空闲 {{idleMs}} 之后发送请求（帧 {{requestFrame}}），而 {{serverAddress}} 的关闭（帧 {{closeFrame}}）正在途中：两者交错，请求丢失。',
    title_forgotten: '请求遇上了服务器已不认识的连接',
    detail_forgotten:
      '{{clientAddress}} 在空闲 {{idleMs}} 之后发送请求（帧 {{requestFrame}}），得到一个以 {{serverAddress}} 名义发出、不确认任何数据的重置（帧 {{closeFrame}}）：服务器已关闭此连接，或者路径上的设备已遗忘它。没有抓到关闭，因此客户端可能没有得到通知。',
    detail_sloppy:
      '{{clientAddress}} 在空闲 {{idleMs}} 之后，在 {{serverAddress}} 已关闭的连接（帧 {{closeFrame}}）上发送请求（帧 {{requestFrame}}），尽管它自己的主机已确认关闭：客户端在重用连接之前没有检查。',
    advice,
  },
  'idle-timeout-mismatch': {
    title: '服务器在客户端停止使用之前就关闭空闲连接',
    detail: '{{serverAddress}} 在 {{serverTimeoutMs}} 之后关闭空闲连接；客户端最长在 {{clientIdleMs}} 之后仍会重用。每个这样的请求都可能丢失。',
    advice,
  },
} as const;
