import { Button, Checkbox } from '@blueprintjs/core';
import { ArrowDown, ArrowUp, ListColumns } from '@blueprintjs/icons';
import { memo, type ReactNode } from 'react';
import { Popup } from '../app/popup';
import { useTexts } from '../theme/use-texts';
import type { Columns } from './columns';

interface ColumnMenuProps<Row> {
  readonly columns: Columns<Row>;
}

/** Chooses, orders and resets the columns of a grid. */
export const ColumnMenu = memo(function ColumnMenu<Row>({ columns }: ColumnMenuProps<Row>) {
  const { t } = useTexts();
  return (
    <Popup content={<ColumnList columns={columns} />} placement="bottom-end">
      <Button
        className="column-menu-button"
        variant="minimal"
        size="small"
        icon={<ListColumns size={12} />}
        aria-label={t('ui.columns.choose')}
        title={t('ui.columns.choose')}
      />
    </Popup>
  );
}) as <Row>(props: ColumnMenuProps<Row>) => ReactNode;

function ColumnList<Row>({ columns }: ColumnMenuProps<Row>) {
  const { t } = useTexts();
  return (
    <div className="column-menu">
      {columns.all.map(({ id, label }, index) => {
        const before = columns.all[index - 1];
        const after = columns.all[index + 1];
        return (
          <div key={id} className="column-menu-row">
            <Checkbox
              checked={columns.isShown(id)}
              disabled={columns.isShown(id) && columns.shown.length === 1}
              label={label}
              onChange={() => columns.toggle(id)}
            />
            <Button
              variant="minimal"
              size="small"
              icon={<ArrowUp size={12} />}
              disabled={!before}
              aria-label={t('ui.columns.moveUp', { column: label })}
              onClick={() => before && columns.move(id, before.id)}
            />
            <Button
              variant="minimal"
              size="small"
              icon={<ArrowDown size={12} />}
              disabled={!after}
              aria-label={t('ui.columns.moveDown', { column: label })}
              onClick={() => after && columns.move(id, after.id)}
            />
          </div>
        );
      })}
      <Button size="small" fill text={t('ui.columns.reset')} onClick={columns.reset} />
    </div>
  );
}
