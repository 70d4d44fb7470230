/**
 * Simulates colour blindness and measures the distance between colours. Matrices: Machado, Oliveira and Fernandes 2009,
 * severity 1, on linear light; contrast: WCAG 2.
 */
type Triple = readonly [number, number, number];

export const VISIONS = ['usual', 'protanopia', 'deuteranopia', 'tritanopia'] as const;
export type Vision = (typeof VISIONS)[number];

const SEEN: Readonly<Record<Vision, readonly [Triple, Triple, Triple]>> = {
  usual: [
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

/** `#rrggbb` as linear light from 0 to 1. */
function lightOf(colour: string): Triple {
  const channel = (from: number): number => {
    const value = Number.parseInt(colour.slice(from, from + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

const inRange = (value: number): number => Math.min(1, Math.max(0, value));

function seenLight(colour: string, vision: Vision): Triple {
  const light = lightOf(colour);
  return SEEN[vision].map((row) =>
    inRange(row[0] * light[0] + row[1] * light[1] + row[2] * light[2]),
  ) as unknown as Triple;
}

/** Relative luminance, 0 black to 1 white. */
export function luminance(colour: string, vision: Vision = 'usual'): number {
  const [red, green, blue] = seenLight(colour, vision);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** From 1, the same, to 21, black on white. */
export function contrast(one: string, other: string, vision: Vision = 'usual'): number {
  const [dark, light] = [luminance(one, vision), luminance(other, vision)].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}
