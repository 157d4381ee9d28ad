import { formatEndpoint } from '../theme/format';
import { useShownNames } from './use-shown-names';

/** An end of a connection by its name, with the address in its title where that is another text. */
export function Endpoint({ address, port }: { readonly address: string; readonly port: number }) {
  const shown = useShownNames().endpoint(address, port);
  const plain = formatEndpoint(address, port);
  return shown === plain ? plain : <span title={plain}>{shown}</span>;
}

/** An address by its name, with the address in its title where it has one. */
export function Address({ address }: { readonly address: string }) {
  const shown = useShownNames().address(address);
  return shown === address ? address : <span title={address}>{shown}</span>;
}

/** A text in which addresses stand by their names, each with the address in its title. */
export function NamedText({ text }: { readonly text: string }) {
  const parts = useShownNames().parts(text);
  return parts.map(({ text, address }, place) =>
    address === null ? (
      text
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the text.
      <span key={place} title={address}>
        {text}
      </span>
    ),
  );
}
