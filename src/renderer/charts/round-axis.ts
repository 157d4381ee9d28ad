/** The next half of a power of ten: a top for counts and bytes, of at least a thousandth. */
export function roundTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-3)));
  return power * (Math.ceil((value / power) * 2) / 2);
}
