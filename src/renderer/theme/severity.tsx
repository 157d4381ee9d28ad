import type { Severity } from '../../shared/contract/finding-rows';
import { useTexts } from './use-texts';

/** How grave a finding is: colour (Okabe-Ito), mark in a 10 x 10 box, and word; the same in every view. */
export const SEVERITY_MARKS: Readonly<Record<Severity, { readonly color: string; readonly path: string }>> = {
  error: { color: '#d55e00', path: 'M3 0H7L10 3V7L7 10H3L0 7V3Z' },
  warning: { color: '#e69f00', path: 'M5 0.5L10 9.5H0Z' },
  info: { color: '#0072b2', path: 'M5 0A5 5 0 1 1 5 10A5 5 0 1 1 5 0ZM4 4.2V8.2H6V4.2ZM4 1.8V3.4H6V1.8Z' },
};

export function SeverityLabel({ severity }: { readonly severity: Severity }) {
  const { t } = useTexts();
  const { color, path } = SEVERITY_MARKS[severity];
  return (
    <span className="state-label">
      <svg className="state-mark" viewBox="-1 -1 12 12" width="12" height="12" aria-hidden="true">
        <path d={path} fill={color} fillRule="evenodd" />
      </svg>
      <span>{t(`ui.severity.${severity}`)}</span>
    </span>
  );
}
