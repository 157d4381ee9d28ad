import { adviceReasons } from './advice';
import { findingCounts } from './finding-counts';
import { connectionFindings } from './findings-connection';
import { heartbeatFindings } from './findings-heartbeat';
import { hostFindings, hostRuledOut } from './findings-host';
import { httpFindings } from './findings-http';
import { keepAliveFindings } from './findings-keep-alive';
import { listenerFindings, listenerRuledOut, listenerSees, silentDropFinding } from './findings-listener';

/** 按代码给出结论的标题、详情和建议；`sees`：应用程序得到什么；`ruledOut`：排除了什么以及理由。 */
export const findings = {
  counts: findingCounts,
  end: { client: '客户端', server: '服务器' },
  unknown: '未知时长',
  reason: adviceReasons,
  sees: {
    ...listenerSees,
    timeout: '{{prober}}：等待中或下一次读写得到 ETIMEDOUT（"Connection timed out"）。{{peer}}：如果仍在运行，什么也看不到。',
    timeoutAndReset:
      '{{prober}}：等待中或下一次读写得到 ETIMEDOUT（"Connection timed out"）。{{peer}}：ECONNRESET（"Connection reset by peer"），再写得到 EPIPE。',
    timeoutSoon: '{{prober}}：暂时什么也没有，放弃之后得到 ETIMEDOUT（"Connection timed out"）。{{peer}}：什么也看不到。',
    reset: '{{prober}}：ECONNRESET（"Connection reset by peer"），再写得到 EPIPE。{{peer}}：什么也看不到，原来的套接字已不存在。',
    offSchedule:
      '{{prober}}：如果是应用放弃的，则是它自己的超时，否则得到 ETIMEDOUT（"Connection timed out"）。{{peer}}：如果仍在运行，什么也看不到。',
    killedOffSchedule:
      '{{prober}}：如果是应用放弃的，则是它自己的超时，否则得到 ETIMEDOUT（"Connection timed out"）。{{peer}}：发送之前什么也看不到，发送后得到 ECONNRESET（"Connection reset by peer"），再写得到 EPIPE。',
    resetByDevice: '{{prober}}：ECONNRESET（"Connection reset by peer"），再写得到 EPIPE。{{peer}}：什么也看不到；如果仍在运行，它认为连接是打开的。',
    killed:
      '{{prober}}：ETIMEDOUT（"Connection timed out"）。{{peer}}：发送之前什么也看不到，发送后得到 ECONNRESET（"Connection reset by peer"），再写得到 EPIPE。',
    nothingAfterClose: '已关闭的应用：什么也没有，套接字已不在。另一端（如果仍在运行）：在自己发送数据或探测之前，什么也没有。',
    dataTimeout:
      '{{prober}}：暂时什么也没有；重传超时或用户超时结束时得到 ETIMEDOUT（"Connection timed out"），有 ICMP 差错时为 EHOSTUNREACH。{{peer}}：什么也看不到。',
    blockedWriter: '发送方：自己的缓冲区一满，写操作就阻塞或返回 EAGAIN。接收方：什么也看不到，它没有读取。',
    heartReset: '{{sender}}：ECONNRESET（"Connection reset by peer"），再写得到 EPIPE。{{peer}}：它自己的心跳超时到期。',
    heartClosed: '{{sender}}：文件结束（read 返回 0），继续写则得到 ECONNRESET 或 EPIPE。{{peer}}：它自己的心跳超时到期。',
    reuseReset: '客户端：得到 ECONNRESET（"Connection reset by peer"）或 "socket hang up"，而不是响应。服务器：什么也看不到，它从未收到请求。',
    reuseClosed: '客户端：得到文件结束（read 返回 0，"empty reply"），而不是响应。服务器：什么也看不到，它从未收到请求。',
    endOfFile: '{{waiting}}：文件结尾（read 返回 0），每次读取都是如此。另一端：无，它已关闭。',
    nothingYet: '两端暂时都看不到什么。',
  },
  ruledOut: {
    ...listenerRuledOut,
    ...hostRuledOut,
    'half-close-in-use': { alternative: '仍在使用的半关闭连接', because: '之后没有再在其上发送数据' },
    'fin-lost': { alternative: 'FIN 丢失', because: '它已被确认（帧 {{ackFrame}}）' },
    'crashed-but-heard': { alternative: '对端崩溃', because: '{{aliveAfterMs}} 之后在同一连接上又收到它的数据包（帧 {{aliveFrame}}）' },
    'rebooted-but-remembers': { alternative: '对端重启', because: '它继续使用此连接，而重启过的主机不认识它' },
    'rebooted-no-reset': { alternative: '对端重启', because: '重启过的主机会用重置应答探测；没有抓到重置' },
    'crashed-but-probes': { alternative: '对端崩溃', because: '它在此期间自己也发送了保活探测' },
    'crashed-but-answered': { alternative: '对端崩溃', because: '它的应答就在抓包里' },
    'aborted-by-prober': { alternative: '探测方的应用中止了连接', because: '重置在最后一个探测之后一个间隔时到来，与保活放弃时相同' },
    'closed-no-fin': { alternative: '对端正常关闭了连接', because: '没有抓到它的 FIN' },
    'unreachable-no-error': {
      alternative: '路由器报告对端不可达',
      because: '没有抓到与此连接有关的 ICMP 差错，也没有对端无应答的 ARP 或邻居请求',
    },
    'peer-gone-no-reset': { alternative: '对端进程已不在而主机在运行', because: '那样数据会得到重置；没有抓到重置' },
    'window-open': { alternative: '对端的窗口关闭', because: '它最后通告仍有空间（窗口字段 {{window}}）' },
    'beat-not-lost': { alternative: '心跳在途中丢失', because: '两次心跳之间没有任何重传' },
    'beat-answered': { alternative: '上一次心跳的应答来迟', because: '它在平常的时间内到达，或者本来就没有应答' },
    'beat-captured': { alternative: '抓包漏掉了心跳', because: '序列号没有缺口' },
    'beat-not-unsent': { alternative: '发送方自己来迟', because: '其间的数据包显示了另一个原因（$t(report.beatCause.{{cause}})）' },
    'request-not-lost': { alternative: '请求在途中丢失', because: '服务器在请求到来之前已关闭：帧 {{closeFrame}} 没有确认它' },
    'request-not-unanswered': { alternative: '请求在途中丢失', because: '它得到了应答，尽管是重置（帧 {{closeFrame}}）' },
    'race-not-crossing': { alternative: '请求与关闭在途中交错', because: '客户端在发送请求之前已确认了关闭' },
    'race-not-sloppy': { alternative: '客户端使用了明知已关闭的连接', because: '它发送请求时还没有确认关闭' },
    'crashed-but-answers': { alternative: '对端宕机', because: '它有应答，尽管是重置' },
    'aborted-by-application': { alternative: '对端的应用程序中止了连接', because: '被中止的套接字发出带确认的重置；这一个不确认任何数据' },
    'device-same-hops': { alternative: '路径上的设备发出了重置', because: '它的跳数限制与对端自己的数据包相同' },
    'rebooted-other-hops': { alternative: '对端重启', because: '重置的跳数限制是它之前的数据包从未有过的' },
  },
  connection: { ...connectionFindings, 'silent-drop': silentDropFinding },
  heartbeat: heartbeatFindings,
  host: hostFindings,
  http: httpFindings,
  keepalive: keepAliveFindings,
  listener: listenerFindings,
} as const;
