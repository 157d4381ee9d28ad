export const VIEWS = [
  'summary',
  'findings',
  'keepAlive',
  'heartbeats',
  'http',
  'listeners',
  'host',
  'connections',
  'packets',
  'whatIf',
  'project',
  'io',
  'statistics',
] as const;
export type View = (typeof VIEWS)[number];

export function isView(name: string): name is View {
  return (VIEWS as readonly string[]).includes(name);
}
