/** What the ledger can be listed by. */
export const LEDGER_ACCOUNTS = [
  'spent',
  'unfunded',
  'committed',
  'advance',
  'payable',
  'exchange',
  'funds',
] as const;
export type LedgerAccount = (typeof LEDGER_ACCOUNTS)[number];

export const LEDGER_SOURCES = [
  'bed-night',
  'service',
  'training',
  'recognition',
  'capacity',
  'project',
  'correction',
  'commitment',
  'invoice',
  'payment',
  'release',
  'advance',
  'liquidation',
  'refund',
  'reimbursement',
  'agreement',
  'opening',
] as const;
export type LedgerSource = (typeof LEDGER_SOURCES)[number];

/** Sources with a document of a supplier or partner, whose files belong to the step or the submission. */
export const DOCUMENTED_SOURCES: readonly LedgerSource[] = [
  'invoice',
  'payment',
  'advance',
  'liquidation',
  'refund',
  'reimbursement',
];

/** What is beyond a line is on no line of the SF-425, nor is what it was paid or is owed from. */
export const isReported = (accounts: readonly string[]): boolean =>
  !accounts.includes('unfunded') || accounts.some((account) => REPORTED_BESIDE.has(account));

/** What the SF-425 counts of a transaction that is unfunded in part. */
const REPORTED_BESIDE = new Set(['spent', 'committed', 'advance', 'exchange']);
