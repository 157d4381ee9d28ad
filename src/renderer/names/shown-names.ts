import type { Project } from '../../shared/contract/project';
import { formatEndpoint } from '../theme/format';

/** Addresses and ports as they are shown: by name where one is known. For the screen alone; what leaves the workbench says the addresses. */
export interface ShownNames {
  address(address: string): string;
  endpoint(address: string, port: number): string;
}

/** Names that the user gave go before those that the capture tells. */
export function shownNames(given: Project['names'], told: Readonly<Record<string, string>>): ShownNames {
  const nameOf = (address: string): string | undefined => given.addresses[address] ?? told[address];
  return {
    address: (address) => nameOf(address) ?? address,
    endpoint: (address, port) => {
      const name = nameOf(address);
      const portName = given.ports[port];
      if (name === undefined && portName === undefined) return formatEndpoint(address, port);
      const host = name ?? (address.includes(':') ? `[${address}]` : address);
      return `${host}:${portName ?? port}`;
    },
  };
}
