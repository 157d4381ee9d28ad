/** Every text a user reads, by key. English is complete; every other language has the same keys (a test holds them to it). */
import { createInstance, type i18n } from 'i18next';
import { cli } from './en/cli';
import { cost } from './en/cost';
import { errors } from './en/errors';
import { explain } from './en/explain';
import { exports } from './en/export';
import { filter } from './en/filter';
import { findings } from './en/findings';
import { glossary } from './en/glossary';
import { host } from './en/host';
import { issues } from './en/issues';
import { life } from './en/life';
import { live } from './en/live';
import { panes } from './en/panes';
import { project } from './en/project';
import { queue } from './en/queue';
import { report } from './en/report';
import { settings } from './en/settings';
import { shell } from './en/shell';
import { statistics } from './en/statistics';
import { streams } from './en/streams';
import { ui } from './en/ui';
import { cli as cliZh } from './zh-CN/cli';
import { cost as costZh } from './zh-CN/cost';
import { errors as errorsZh } from './zh-CN/errors';
import { explain as explainZh } from './zh-CN/explain';
import { exports as exportsZh } from './zh-CN/export';
import { filter as filterZh } from './zh-CN/filter';
import { findings as findingsZh } from './zh-CN/findings';
import { glossary as glossaryZh } from './zh-CN/glossary';
import { host as hostZh } from './zh-CN/host';
import { issues as issuesZh } from './zh-CN/issues';
import { life as lifeZh } from './zh-CN/life';
import { live as liveZh } from './zh-CN/live';
import { panes as panesZh } from './zh-CN/panes';
import { project as projectZh } from './zh-CN/project';
import { queue as queueZh } from './zh-CN/queue';
import { report as reportZh } from './zh-CN/report';
import { settings as settingsZh } from './zh-CN/settings';
import { shell as shellZh } from './zh-CN/shell';
import { statistics as statisticsZh } from './zh-CN/statistics';
import { streams as streamsZh } from './zh-CN/streams';
import { ui as uiZh } from './zh-CN/ui';

export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

export const resources = {
  en: {
    ui,
    explain,
    error: errors,
    issue: issues,
    filter,
    finding: findings,
    host,
    cli,
    cost,
    life,
    live,
    panes,
    shell,
    queue,
    report,
    export: exports,
    project,
    settings,
    glossary,
    statistics,
    streams,
  },
  'zh-CN': {
    ui: uiZh,
    explain: explainZh,
    error: errorsZh,
    issue: issuesZh,
    filter: filterZh,
    finding: findingsZh,
    host: hostZh,
    cli: cliZh,
    cost: costZh,
    life: lifeZh,
    live: liveZh,
    panes: panesZh,
    shell: shellZh,
    queue: queueZh,
    report: reportZh,
    export: exportsZh,
    project: projectZh,
    settings: settingsZh,
    glossary: glossaryZh,
    statistics: statisticsZh,
    streams: streamsZh,
  },
} as const;

/** Looks up `namespace.key` (nested by dots) and fills in `{{name}}`; plural forms by `count` as in i18next. */
export type Translate = (key: string, data?: Readonly<Record<string, unknown>>) => string;

export interface Texts {
  readonly language: Language;
  readonly t: Translate;
  readonly i18n: i18n;
}

/** Any BCP 47 tag; what is not known becomes English. */
export function createTexts(language: string): Texts {
  const known: Language = language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
  let instance: i18n | null = null;
  const translator = (): i18n => {
    instance ??= createI18n(known);
    return instance;
  };
  /** Of keys that take no data: looked up once. */
  const plain = new Map<string, string>();
  const t: Translate = (key, data) => {
    if (data !== undefined) return translator().t(key, { ...data }) as string;
    let text = plain.get(key);
    if (text === undefined) {
      text = plainText(resources[known], key) ?? (translator().t(key) as string);
      if (text !== key) plain.set(key, text);
    }
    return text;
  };
  return {
    language: known,
    get i18n() {
      return translator();
    },
    t,
  };
}

function createI18n(language: Language): i18n {
  const instance = createInstance();
  instance.init({
    lng: language,
    fallbackLng: 'en',
    initAsync: false,
    interpolation: { escapeValue: false },
    resources: { en: { translation: resources.en }, 'zh-CN': { translation: resources['zh-CN'] } },
  });
  return instance;
}

/** What stands under the key as it is; undefined where i18next has to find it or to fill it in. Most words of a command are such: they need no i18next. */
function plainText(words: unknown, key: string): string | undefined {
  let found: unknown = words;
  for (const part of key.split('.'))
    found = typeof found === 'object' && found !== null ? (found as Readonly<Record<string, unknown>>)[part] : undefined;
  return typeof found === 'string' && found !== '' && !/\{\{|\$t\(/.test(found) ? found : undefined;
}
