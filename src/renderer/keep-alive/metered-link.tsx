import { FormGroup, InputGroup } from '@blueprintjs/core';
import { useCallback, useId } from 'react';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { BYTES_PER_GB } from '../../shared/contract/keep-alive-cost';
import { numberFormat } from '../theme/format';
import { useTexts } from '../theme/use-texts';

/** What the user pays for a GB, as typed; kept in localStorage. */
const usePriceText = create<{ readonly text: string }>()(persist(() => ({ text: '' }), { name: 'tcpulse.price-per-gb' }));

/** Null where nothing was typed, NaN where it is no price. */
function priceOf(text: string): number | null {
  if (text.trim() === '') return null;
  const price = Number(text);
  return price >= 0 ? price : Number.NaN;
}

/** Price of bytes on the metered link, as text without a currency; null while no price is set. */
export function useMeteredPrice(): (bytes: number) => string | null {
  const { language } = useTexts();
  const price = priceOf(usePriceText(({ text }) => text));
  return useCallback(
    (bytes) => {
      if (price === null || Number.isNaN(price)) return null;
      return numberFormat(language, { maximumSignificantDigits: 3 }).format((bytes / BYTES_PER_GB) * price);
    },
    [price, language],
  );
}

/** Where the price of a GB is typed; the same number everywhere. */
export function PriceField() {
  const { t } = useTexts();
  const id = useId();
  const text = usePriceText((state) => state.text);
  const valid = !Number.isNaN(priceOf(text));
  return (
    <FormGroup className="price-field" label={t('cost.price')} labelFor={id} inline {...(!valid && { helperText: t('cost.badPrice') })}>
      <InputGroup
        id={id}
        size="small"
        type="number"
        min={0}
        step="any"
        value={text}
        placeholder="-"
        title={t('cost.priceNote')}
        aria-invalid={!valid}
        intent={valid ? 'none' : 'danger'}
        onChange={(event) => usePriceText.setState({ text: event.target.value })}
      />
    </FormGroup>
  );
}
