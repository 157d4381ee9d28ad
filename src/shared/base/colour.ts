/** Colours as `#rrggbb`: how readable one is on another, and how far apart they look. */

type Triple = readonly [number, number, number];

/** Contrast ratio, 1 to 21 (WCAG 2.2). */
export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

export type Vision = 'normal' | 'protanopia' | 'deuteranopia' | 'tritanopia';

/** What eyes without one kind of cones see (Machado, Oliveira and Fernandes 2009, severity 1), on linear light. */
const SEEN: Readonly<Record<Vision, readonly [Triple, Triple, Triple]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** CIE76 distance of two colours in CIELAB (D65) as eyes of that kind see them: 0 the same, about 2.3 just noticeable. */
export function perceivedDistance(a: string, b: string, vision: Vision): number {
  const [x, y] = [lab(a, vision), lab(b, vision)];
  return Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

function linear(colour: string): Triple {
  const channel = (at: number): number => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function luminance(colour: string): number {
  return dot([0.2126, 0.7152, 0.0722], linear(colour));
}

function dot(a: Triple, b: Triple): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function lab(colour: string, vision: Vision): Triple {
  const light = linear(colour);
  const seen = SEEN[vision].map((row) => Math.min(1, Math.max(0, dot(row, light)))) as unknown as Triple;
  const x = dot([0.4124564, 0.3575761, 0.1804375], seen) / 0.95047;
  const y = dot([0.2126729, 0.7151522, 0.072175], seen);
  const z = dot([0.0193339, 0.119192, 0.9503041], seen) / 1.08883;
  const f = (value: number): number => (value > 216 / 24389 ? Math.cbrt(value) : (24389 / 27 / 116) * value + 16 / 116);
  return [116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))];
}
