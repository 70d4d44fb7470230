/** Colours and faces of every document and chart; pages repeat them as CSS variables. */
export const TOKENS = {
  accent: '#0f5c63',
  accentDeep: '#0a4348',
  accentSoft: '#e3eeee',
  accentLine: '#9fc3c4',
  warning: '#b86e00',
  warningSoft: '#fdf3e1',
  danger: '#9c3a2b',
  dangerSoft: '#fbeae6',
  ink: '#1d2b2f',
  muted: '#55656a',
  line: '#cfd8da',
  zebra: '#f5f8f8',
  paper: '#ffffff',
  latin: 'IBM Plex Sans',
  arabic: 'IBM Plex Sans Arabic',
} as const;

/** Alternately dark and light, so that neighbours are distinguishable with colour blindness. */
export const SERIES = ['#0f5c63', '#e0a030', '#3f4f7a', '#b9c7ca', '#9c3a2b', '#8fb9bd'] as const;

export const cssVariables = (): string =>
  Object.entries(TOKENS)
    .filter(([, value]) => value.startsWith('#'))
    .map(
      ([name, value]) => `--mawa-${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}:${value}`,
    )
    .join(';');
