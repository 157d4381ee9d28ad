import type { MouseEvent } from 'react';
import type { FieldNode } from '../../shared/contract/dissection';
import type { Translate } from '../../shared/locales/texts';
import { fieldTest, fieldValueText } from '../filter-bar/field-test';
import { FilterMenu, openMenuAt } from '../filter-bar/filter-menu';

/** Filters by a field of the dissection; nothing for lines that no filter can ask for. */
export function openFieldMenu(event: MouseEvent, node: FieldNode, t: Translate, dark: boolean): void {
  const test = fieldTest(node);
  if (test !== null) openMenuAt(event, <FilterMenu t={t} test={test} value={fieldValueText(node)} />, dark);
}
