import type { CSSProperties } from 'react';
import { formatEndpoint } from '../theme/format';
import { useShownNames } from './use-shown-names';

/** So many characters fit in every column for an end. */
const SHORT = 18;

/** An end of a connection by its name, with the address in its title where that is another text or may be cut. Where it is cut, the port stays. */
export function Endpoint({ address, port }: { readonly address: string; readonly port: number }) {
  const shown = useShownNames().endpoint(address, port);
  const plain = formatEndpoint(address, port);
  if (shown.length <= SHORT) return shown === plain ? plain : <span title={plain}>{shown}</span>;
  const end = shown.lastIndexOf(':');
  return (
    <span title={plain}>
      <span className="endpoint-host" style={portRoom(shown.length - end)}>
        {shown.slice(0, end)}
      </span>
      {shown.slice(end)}
    </span>
  );
}

/** Characters that stand behind the host, for the style sheet. */
function portRoom(characters: number): CSSProperties {
  return { '--port-characters': characters } as CSSProperties;
}

/** An address by its name, with the address in its title where it has one, or may be cut. */
export function Address({ address }: { readonly address: string }) {
  const shown = useShownNames().address(address);
  return shown === address && shown.length <= SHORT ? address : <span title={address}>{shown}</span>;
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
