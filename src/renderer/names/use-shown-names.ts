import { useMemo } from 'react';
import { useProject } from '../project/project-store';
import { useSummary } from '../summary/summary-context';
import { usePreferences } from '../theme/preferences';
import { type ShownNames, shownNames } from './shown-names';

const NONE: Readonly<Record<string, string>> = {};
const PLAIN = shownNames({ addresses: {}, ports: {} }, {});

/** The names in force; the plain addresses while names are switched off. */
export function useShownNames(): ShownNames {
  const shown = usePreferences((preferences) => preferences.showNames);
  const given = useProject((state) => state.project.names);
  const told = useSummary().value?.names ?? NONE;
  return useMemo(() => (shown ? shownNames(given, told) : PLAIN), [shown, given, told]);
}
