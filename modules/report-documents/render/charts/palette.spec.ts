import { SERIES, TOKENS } from '../../../platform/typeset/tokens';
import { HATCH } from './axes';
import { styleOf } from './bars';
import { contrast, luminance, VISIONS } from './colour-vision';
import { SHADES } from './region-map';

describe('how far two colours lie apart', () => {
  it('is known for black and white, and for the greens and reds that some eyes confuse', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(luminance('#ff0000')).toBeCloseTo(0.2126, 4);
    // Red is dark to protanopia and brighter to deuteranopia; greys look grey to everybody.
    expect(luminance('#ff0000', 'protanopia')).toBeCloseTo(0.114, 3);
    expect(luminance('#ff0000', 'deuteranopia')).toBeCloseTo(0.278, 3);
    for (const vision of VISIONS)
      expect(contrast('#808080', '#ffffff', vision)).toBeCloseTo(3.95, 1);
  });
});

describe.each(VISIONS)('to eyes with %s', (vision) => {
  it('series that stand side by side differ in lightness by two and a half to one', () => {
    SERIES.forEach((colour, i) => {
      const next = SERIES[(i + 1) % SERIES.length]!;
      expect(contrast(colour, next, vision)).toBeGreaterThan(2.5);
    });
  });

  it('the shades of the map go from light to dark in steps that are seen', () => {
    SHADES.slice(1).forEach((shade, i) => {
      expect(contrast(SHADES[i]!, shade, vision)).toBeGreaterThan(1.25);
      expect(luminance(shade, vision)).toBeLessThan(luminance(SHADES[i]!, vision));
    });
  });

  it('the words on the shades of the map are read', () => {
    SHADES.forEach((shade, i) => {
      const ink = i >= 3 ? TOKENS.paper : TOKENS.ink;
      expect(contrast(ink, shade, vision)).toBeGreaterThan(4.5);
    });
  });

  it('the mark of a target is seen on the bar, beside it and on the track', () => {
    expect(contrast(TOKENS.ink, TOKENS.paper, vision)).toBeGreaterThan(4.5);
    expect(contrast(TOKENS.warning, SERIES[0], vision)).toBeGreaterThan(1.5);
    expect(contrast(TOKENS.warning, TOKENS.accentSoft, vision)).toBeGreaterThan(2.5);
  });
});

it('no series is recognised by its colour alone: each has a pattern of its own, and none is that of what is hidden', () => {
  const patterns = SERIES.map((_, i) => {
    const { decal } = styleOf(i) as { decal?: object };
    return decal && JSON.stringify({ ...decal, color: '' });
  });
  expect(patterns[0]).toBeUndefined();
  expect(new Set(patterns).size).toBe(SERIES.length);
  const leaning = JSON.stringify({ ...HATCH.decal, color: '' });
  expect(patterns).not.toContain(leaning);
});

it('a light bar has an edge that is seen on white', () => {
  for (const [i, colour] of SERIES.entries())
    if (contrast(colour, TOKENS.paper) < 3) {
      const { borderColor } = styleOf(i) as { borderColor?: string };
      expect(contrast(borderColor!, TOKENS.paper)).toBeGreaterThan(4.5);
    }
});
