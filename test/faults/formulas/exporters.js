/** Every writer of a spreadsheet in the product, each fed with texts where it writes what somebody typed, and with numbers. */
const { from } = require('../support.js');

const NUMBERS = [-12, 1234567.89, 0.1, 98765432];
const words = (text) => ({ fr: text, ar: text, en: text });
const many = (texts, make) => texts.map(({ text }, at) => make(text, NUMBERS[at % 4], at));

/** Everything that is written of a report: chapters, tables, rows and columns. */
function aReport(texts) {
  const { standardLabels } = from('modules/report-documents/document/index.js');
  const { forInsiders } = from('modules/disclosure/index.js');
  return forInsiders({
    format: 'mawa-report/1',
    labels: standardLabels('fr'),
    meta: {
      key: 'essai',
      kind: 'essai',
      programme: texts[0].text,
      title: texts[1].text,
      period: { from: '2026-07-01', to: '2026-09-30', label: texts[2].text },
      version: '1',
      language: 'fr',
      direction: 'ltr',
      audience: { key: 'inside', label: texts[3].text },
      preparedFor: texts[4].text,
      date: '2026-11-24',
      facts: [],
    },
    blocks: many(texts, (text, number, at) => [
      { kind: 'heading', key: `h${at}`, level: 1, text },
      {
        kind: 'table',
        key: `people-${at}`,
        title: text,
        notes: [text],
        columns: [
          { key: 'answer', header: text, type: 'text' },
          { key: 'value', header: text, type: 'money', decimals: 2 },
          { key: 'title', header: text, type: 'text' },
        ],
        rows: [{ key: 'r', cells: { answer: text, value: String(number), title: text } }],
      },
    ]).flat(),
  });
}
const inFormat = (format) => async (texts) => {
  const { renderReport } = from('modules/report-documents/render/index.js');
  return (await renderReport(aReport(texts), format)).bytes;
};

/** One table, for all the texts stand in its rows. */
function hxl(texts) {
  const { renderHxl } = from('modules/open-data/hxl/hxl.export.js');
  return renderHxl(
    {
      kind: 'table',
      key: 'people',
      title: 'x',
      columns: [
        { key: 'answer', header: texts[0].text, type: 'text' },
        { key: 'value', header: texts[7].text, type: 'money', decimals: 2 },
        { key: 'title', header: 'x', type: 'text' },
      ],
      rows: many(texts, (text, number, at) => ({
        key: String(at),
        cells: { answer: text, value: String(number), title: text },
      })),
    },
    texts[3].text,
  );
}

const listTable = (saidIn, texts) => ({
  language: 'fr',
  words: saidIn,
  columns: [
    { head: texts[0].text, hxl: '#meta+name', kind: 'text', say: (code) => code },
    { head: texts[8].text, hxl: '#status+name', kind: 'code', say: (code) => code },
    { head: texts[13].text, hxl: '#indicator+num', kind: 'number', say: (code) => code },
  ],
});
const listRows = (texts) => many(texts, (text, number) => [text, text, String(number)]);
const list = (saidIn) => async (texts) => {
  const { CsvWriter } = from('modules/exports/write/csv.export.js');
  const writer = new CsvWriter(listTable(saidIn, texts));
  return Buffer.from(writer.head() + writer.rows(listRows(texts)));
};
async function listWorkbook(texts) {
  const { xlsxOf } = from('modules/exports/write/xlsx.export.js');
  const batches = (async function* () {
    yield listRows(texts);
  })();
  const lines = many(texts, (text) => [text, text]);
  const notes = { sheet: 'liste', notesSheet: 'notes', lines, at: new Date(0), count: 72 };
  const parts = [];
  for await (const part of xlsxOf(listTable('labels', texts), batches, notes)) parts.push(part);
  return Buffer.concat(parts);
}

function htcdsFile(texts) {
  const { fieldsOf } = from('modules/htcds/data/fields-2.0.data.js');
  const { EMPTY_ROWS } = from('modules/htcds/htcds-record.types.js');
  const named = (table, text) =>
    Object.fromEntries(
      fieldsOf(table)
        .filter(({ kind }) => kind !== 'checkbox' && kind !== 'number')
        .map(({ name }) => [name, text]),
    );
  return {
    organisations: many(texts, (text) => named('org', text)),
    records: many(texts, (text, _, at) => ({
      id: String(at + 1),
      rows: { ...EMPTY_ROWS, prs: [named('prs', text)], vic: [named('vic', text)] },
    })),
  };
}

function houses(texts) {
  const { houseCsv } = from('modules/shelter-figures/house-figures.export.js');
  const one = (text, number) => ({
    shelterId: text,
    codeName: text,
    kind: 'emergency',
    bedOccupancy: 0.5,
    bedNights: { used: number, available: 3 },
    unitNights: { used: 1, available: 2 },
    unitOccupancy: null,
    turnover: 1.5,
    vacancy: { gaps: 0, days: null },
    returns: [],
    leavers: { people: 1, mean: 2, median: 3 },
    present: { people: 1, mean: 2, median: 3 },
    destinations: [{ destination: text, people: 4 }],
  });
  return houseCsv(
    {
      from: '2026-07-01',
      until: '2026-10-01',
      quarter: null,
      shelterId: null,
      own: false,
      quarters: [],
      months: [],
      closedNights: 1,
      total: one('x', 1),
      turnAways: { asked: 1, refused: 0, rate: 0 },
      destinations: Object.fromEntries(texts.map(({ text }) => [text, text])),
      shelters: many(texts, one),
    },
    'fr',
  );
}

const template = (format) => async (texts) => {
  const { templateOf } = from('modules/imports/template.export.js');
  const fields = many(texts, (text, _, at) => ({
    key: `f${at}`,
    kind: 'choice',
    label: text,
    choices: () => [text, text],
  }));
  return (await templateOf({ name: 'essai', title: 'x', fields }, format, 'fr')).bytes;
};

async function rejected(texts) {
  const { rejectedRowsOf } = from('modules/imports/rejected-rows.export.js');
  const rows = many(texts, (text, _, at) => ({ row: at + 2, cells: [text, text], width: null }));
  const list = { name: 'essai', title: 'x', fields: [] };
  const table = { headings: [texts[0].text, texts[1].text], rows };
  const { stream } = rejectedRowsOf({ list, table, columns: [], errors: [] }, 'all', 'fr');
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

/** The rows that were refused come back as text, to be put right and sent again. */
function refusedAccounts(texts) {
  const { resultModel } = from('modules/setup/new-accounts/new-accounts.view.js');
  const outcomes = many(texts, (text) => ({
    cells: [text, text],
    errors: [{ code: 'common.required', params: {} }],
  }));
  return Buffer.from(resultModel({ headings: ['a', 'b'], outcomes }, 'fr').again);
}

const AMOUNTS = { budgeted: '10.00', spent: '2.00', committed: '1.00', left: '7.00' };
async function budget(texts) {
  const { budgetWorkbook } = from('modules/grant-budgeting/workbooks/budget.export.js');
  const places = { organisationCode: 'IOM', outcomeCode: '1', partnerCode: 'IOM' };
  const view = (name) => ({
    view: name,
    total: AMOUNTS,
    rows: [
      ...many(texts, (text, _, at) => ({
        key: `k${at}`,
        name: words(text),
        indirect: false,
        ...AMOUNTS,
      })),
      { key: 'support', name: null, indirect: true, ...AMOUNTS },
    ],
  });
  return budgetWorkbook(
    {
      grant: { code: texts[0].text, currency: 'USD' },
      lines: many(texts, (text, number, at) => ({
        code: `${at}.1`,
        name: words(text),
        objectClass: 'f',
        unsdgCategory: '4',
        ...places,
        budgeted: String(number),
        spentToDate: '1.00',
        committedToDate: '0.00',
        available: '1.00',
      })),
      views: ['agency', 'outcome', 'partner', 'class', 'unsdg'].map(view),
    },
    'fr',
  );
}

async function grant(texts) {
  const { grantWorkbook } = from('modules/grant-budgeting/grants/grant-workbook.export.js');
  const outcomes = many(texts, (text, _, at) => ({ code: `o${at}`, name: words(text) }));
  return grantWorkbook({ title: words(texts[0].text), outcomes, shares: [] }, 'fr');
}

async function sf425(texts) {
  const { sf425Workbook } = from('modules/grant-budgeting/federal/sf425.export.js');
  return sf425Workbook(
    {
      grant: {
        donor: texts[0].text,
        code: texts[1].text,
        title: words(texts[2].text),
        currency: 'USD',
        startsOn: '2026-01-01',
        endsOn: '2026-12-31',
      },
      type: 'final',
      basis: 'cash',
      endsOn: '2026-12-31',
      dueOn: '2027-01-31',
      lines: Object.fromEntries([...'abcdefghijklmno'].map((letter) => [letter, '5.25'])),
      indirect: many(texts, (text) => ({
        organisationCode: text,
        rate: '0.07',
        base: '100.00',
        charged: '7.00',
      })),
      indirectTotal: { base: '7200.00', charged: '504.00' },
      fee: '1.00',
      exchange: '0.00',
      unfunded: '0.00',
      isClosed: true,
    },
    'fr',
  );
}

async function ledger(texts) {
  const { ledgerWorkbook } = from('modules/grant-budgeting/ledger-list/ledger-list.export.js');
  const entries = many(texts, (text, number) => ({
    transactionId: '00000000-0000-4000-8000-000000000000',
    sourceKind: 'invoice',
    isReversal: false,
    lineCode: '1.1',
    factOn: '2026-01-01',
    bookedOn: '2026-01-01',
    amount: String(number),
    original: String(number),
    originalCurrency: 'USD',
    rate: '1',
    document: text,
    files: 0,
    askedBy: text,
    approvedBy: [text],
    bookedBy: text,
  }));
  return ledgerWorkbook({ grant: { code: 'G', currency: 'USD' }, entries }, 'fr');
}

async function face(texts) {
  const { faceWorkbook } = from('modules/cash-transfers/face.export.js');
  const amounts = { a: '1', b: '2', c: '1', d: '0', e: '3', f: '4', g: '4' };
  const past = { from: '2026-01-01', until: '2026-03-31' };
  const made = await faceWorkbook(
    {
      organisation: texts[0].text,
      reference: texts[1].text,
      grant: texts[2].text,
      agency: texts[3].text,
      claim: 'reimbursement',
      currency: 'MAD',
      past,
      next: past,
      rows: many(texts, (text) => ({ code: text, name: words(text), ...amounts })),
      total: amounts,
      interest: '0',
      madeAt: new Date(0),
    },
    'fr',
  );
  return made.bytes;
}

async function cash(texts) {
  const { cashWorkbook } = from('modules/grant-budgeting/plan/cash-forecast.export.js');
  const quarters = ['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4'];
  const planned = quarters.map(() => '25.00');
  return cashWorkbook(
    {
      grant: texts[0].text,
      title: texts[1].text,
      currency: 'USD',
      today: '2026-02-01',
      quarters,
      lines: many(texts, (text) => ({
        code: text,
        name: words(text),
        agency: 'IOM',
        objectClass: 'f',
        amount: '100.00',
        planned,
      })),
      support: [{ agency: 'IOM', rate: '0.07', amount: '7.00', planned }],
      fee: { amount: '1.00', planned },
      needs: planned,
      total: '100.00',
      yearTotal: '100.00',
      year: quarters.map((quarter) => ({ quarter, need: '25.00' })),
    },
    'fr',
    new Date(0),
  );
}

async function reconciliation(texts) {
  const { reconciliationWorkbook } = from('modules/reconciliation/reconciliation.export.js');
  const item = (text, number) => ({
    reason: null,
    amount: String(number),
    on: '2026-09-30',
    line: text,
    reference: text,
    sourceKind: 'service',
  });
  return reconciliationWorkbook(
    {
      code: texts[0].text,
      grant: texts[1].text,
      month: '2026-09-01',
      currency: 'USD',
      steps: [{ step: 'prepared', by: texts[2].text, at: new Date(0) }],
      ours: many(texts, item),
      theirs: many(texts, item),
      bridge: {
        ours: '10.00',
        theirs: '9.00',
        parts: [{ part: 'match', reason: null, amount: '1.00', items: 2 }],
      },
    },
    'fr',
  );
}

async function costs(texts) {
  const { costsWorkbook } = from('modules/costs/costs.export.js');
  const one = { currency: 'MAD', quantity: '4', amount: '40.00', actual: '10', expected: '0' };
  return costsWorkbook(
    {
      grant: { code: 'G', currency: 'USD', outcomes: {} },
      grants: ['G'],
      quarters: [],
      types: many(texts, (text, _, at) => ({ code: `t${at}`, name: words(text), unit: 'session' })),
      kinds: many(texts, (_, number, at) => ({
        kind: `t${at}`,
        traced: true,
        amount: String(number),
        people: 20,
        inCurrencies: [one],
      })),
      stages: [],
      outcomes: [],
      standards: [],
      lives: { people: 0, sustained: 0 },
      person: { people: 0, traced: '0.00', average: null, quarters: null },
      sustained: null,
    },
    'fr',
  );
}

/** Names of accounts are what somebody typed. */
function auditLog(texts) {
  const { auditLines } = from('modules/oversight/audit-log/audit-export.service.js');
  return auditLines(
    many(texts, (text, number, at) => [
      String(at),
      '2026-11-24T23:10:00.000Z',
      null,
      text,
      'beds.hold',
      String(number),
      text,
      text,
      'done',
    ]),
  );
}

/** `;` and a comma for people, `,` and a point for programs: as LibreOffice is told to read it. */
const PEOPLE = { ends: 'csv', delimiter: ';', language: 1036 };
const PROGRAMS = { ends: 'csv', delimiter: ',', language: 1033 };
const WORKBOOK = { ends: 'xlsx' };

const EXPORTERS = [
  ['reports, CSV', 'modules/report-documents/render/csv.ts', PEOPLE, inFormat('csv')],
  ['reports, XLSX', 'modules/report-documents/render/xlsx/index.ts', WORKBOOK, inFormat('xlsx')],
  ['open data, HXL', 'modules/open-data/hxl/hxl.export.ts', PROGRAMS, hxl],
  ['lists, CSV for people', 'modules/exports/write/csv.export.ts', PEOPLE, list('labels')],
  ['lists, CSV for programs', 'modules/exports/write/csv.export.ts', PROGRAMS, list('codes')],
  ['lists, XLSX', 'modules/exports/write/xlsx.export.ts', WORKBOOK, listWorkbook],
  [
    'HTCDS, CSV',
    'modules/htcds/files/csv.export.ts',
    PROGRAMS,
    (texts) => from('modules/htcds/files/csv.export.js').writeCsv(htcdsFile(texts)),
  ],
  [
    'HTCDS, XLSX',
    'modules/htcds/files/xlsx.export.ts',
    WORKBOOK,
    (texts) => from('modules/htcds/files/xlsx.export.js').writeXlsx(htcdsFile(texts)),
  ],
  ['figures of houses, CSV', 'modules/shelter-figures/house-figures.export.ts', PEOPLE, houses],
  ['templates of lists, CSV', 'modules/imports/template.export.ts', PEOPLE, template('csv')],
  ['templates of lists, XLSX', 'modules/imports/template.export.ts', WORKBOOK, template('xlsx')],
  ['rejected rows, XLSX', 'modules/imports/rejected-rows.export.ts', WORKBOOK, rejected],
  [
    'refused accounts, CSV',
    'modules/setup/new-accounts/new-accounts.view.ts',
    PEOPLE,
    refusedAccounts,
  ],
  ['budget, XLSX', 'modules/grant-budgeting/workbooks/budget.export.ts', WORKBOOK, budget],
  ['grant, XLSX', 'modules/grant-budgeting/grants/grant-workbook.export.ts', WORKBOOK, grant],
  ['ledger, XLSX', 'modules/grant-budgeting/ledger-list/ledger-list.export.ts', WORKBOOK, ledger],
  ['SF-425, XLSX', 'modules/grant-budgeting/federal/sf425.export.ts', WORKBOOK, sf425],
  ['FACE, XLSX', 'modules/cash-transfers/face.export.ts', WORKBOOK, face],
  ['cash forecast, XLSX', 'modules/grant-budgeting/plan/cash-forecast.export.ts', WORKBOOK, cash],
  [
    'reconciliation, XLSX',
    'modules/reconciliation/reconciliation.export.ts',
    WORKBOOK,
    reconciliation,
  ],
  ['audit log, CSV', 'modules/oversight/audit-log/audit-export.service.ts', PROGRAMS, auditLog],
  ['costs, XLSX', 'modules/costs/costs.export.ts', WORKBOOK, costs],
].map(([name, file, form, write]) => ({ name, file, form, write }));

module.exports = { EXPORTERS, PEOPLE, NUMBERS };
