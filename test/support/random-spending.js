/**
 * Officers who spend at random: they ask, agree, order, receive, invoice, pay in parts, cancel and take
 * back, now and then one cent too much. Shared by the property test and the drill.
 */

const NOTHING_WRONG = new Set([201, 409, 422]);

/** What is sent each time is decided by `random`, a source of chance below a number. */
function spending({ random, lines, currencies, day, asks, agrees }) {
  const known = [];
  const tally = { done: 0, refused: 0, wrong: new Map(), steps: new Map() };

  const count = (what, { status, body }) => {
    if (status === 201) {
      tally.done += 1;
      tally.steps.set(what, (tally.steps.get(what) ?? 0) + 1);
    } else if (NOTHING_WRONG.has(status)) tally.refused += 1;
    else {
      const key = `${what} ${status} ${body?.code}`;
      tally.wrong.set(key, (tally.wrong.get(key) ?? 0) + 1);
    }
    return status === 201;
  };
  const text = (cents) => (cents / 100).toFixed(2);
  /** Mostly a part of the rest, often all of it, now and then a cent more. */
  const part = (rest) => {
    const kind = random(10);
    if (kind === 0) return rest + 1;
    return kind < 4 || rest < 2 ? rest : 1 + random(rest);
  };
  const take = async (order, step, body) => {
    const answer = await asks(`/api/v1/commitments/${order.id}/steps`, {
      step,
      confirmed: true,
      ...body,
    });
    return count(step, answer) ? answer.body : null;
  };

  async function make() {
    const cents = 1 + random(300_000);
    const answer = await asks('/api/v1/commitments', {
      lineId: lines[random(lines.length)],
      supplier: `Fournisseur ${random(40)}`,
      purpose: 'au hasard',
      amount: text(cents),
      currency: currencies[random(currencies.length)],
      startsOn: day,
      endsOn: day,
      confirmed: true,
    });
    if (!count('asked', answer)) return;
    const order = { id: answer.body.id, cents, state: 'requested', received: 0, invoiced: 0 };
    known.push({ ...order, cancelled: 0, invoices: [], undoable: [] });
  }

  async function agree(order) {
    const answer = await agrees(`/api/v1/commitments/${order.id}/decisions`, {
      decision: 'approved',
    });
    if (count('approved', answer)) order.state = answer.body.state;
  }

  const STEPS = {
    async received(order) {
      const cents = part(order.cents - order.cancelled - order.received);
      const body = await take(order, 'received', { amount: text(cents), on: day });
      if (!body) return;
      order.received += cents;
      order.undoable.push({ step: 'received', id: body.stepId, cents });
    },
    async invoiced(order) {
      const cents = part(order.received - order.invoiced);
      const document = `F-${random(1_000_000_000)}`;
      const invoice = { amount: text(cents), on: day, document, confirmed: random(20) > 0 };
      const body = await take(order, 'invoiced', invoice);
      if (!body) return;
      order.invoiced += cents;
      order.invoices.push({ id: body.stepId, cents, rest: cents });
      order.undoable.push({ step: 'invoiced', id: body.stepId, cents });
    },
    async paid(order) {
      const open = order.invoices.filter(({ rest }) => rest > 0);
      if (open.length === 0) return;
      const invoice = open[random(open.length)];
      const cents = part(invoice.rest);
      const payment = { amount: text(cents), on: day, invoiceId: invoice.id };
      const body = await take(order, 'paid', payment);
      if (!body) return;
      invoice.rest -= cents;
      order.undoable.push({ step: 'paid', id: body.stepId, cents, invoice });
    },
    async cancelled(order) {
      const cents = part(order.cents - order.cancelled - order.received);
      const body = await take(order, 'cancelled', { amount: text(cents), reason: 'not_needed' });
      if (body) order.cancelled += cents;
    },
    async undone(order) {
      if (order.undoable.length === 0) return;
      const at = random(order.undoable.length);
      const { step, id, cents, invoice } = order.undoable[at];
      if (!(await take(order, 'undone', { stepId: id, reason: 'mistake' }))) return;
      order.undoable.splice(at, 1);
      if (step === 'received') order.received -= cents;
      if (step === 'paid') invoice.rest += cents;
      if (step === 'invoiced') {
        order.invoiced -= cents;
        order.invoices = order.invoices.filter((one) => one.id !== id);
      }
    },
  };
  const CHOICES = ['received', 'received', 'invoiced', 'invoiced', 'paid', 'paid', 'paid'].concat(
    ['cancelled'],
    ['undone', 'undone'],
  );

  /** One thing that somebody does. */
  async function act() {
    const order = known[random(Math.max(known.length, 1))];
    if (!order || random(8) === 0) return make();
    if (order.state === 'requested') return agree(order);
    if (order.state === 'approved') {
      if (await take(order, 'committed', {})) order.state = 'committed';
      else if (random(3) === 0) known.splice(known.indexOf(order), 1);
      return;
    }
    return STEPS[CHOICES[random(CHOICES.length)]](order);
  }

  return { act, tally };
}

/** What must hold of a ledger, by plain SQL that knows nothing of how it is kept: each is 0. */
const HOLDS = `
  SELECT (SELECT count(*) FROM ledger_balances b
           WHERE b.balance <> (SELECT coalesce(sum(amount), 0) FROM ledger_entries e WHERE e.account_id = b.account_id)
              OR b.balance <> (SELECT coalesce(sum(amount), 0) FROM ledger_days d WHERE d.account_id = b.account_id))::int AS "wrongBalances",
         (SELECT count(*) FROM (SELECT 1 FROM ledger_entries GROUP BY transaction_id HAVING sum(amount) <> 0) t)::int AS "openTransactions",
         ((SELECT coalesce(sum(balance), 0) FROM ledger_balances)
           + (SELECT coalesce(sum(e.amount), 0) FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id AND a.kind = 'funds'))::text AS total,
         (SELECT coalesce(sum(b.balance), 0)::text FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id
           WHERE a.kind IN ('committed', 'reserve')) AS reserved,
         (SELECT count(*) FROM commitments c JOIN commitment_totals t ON t.commitment_id = c.id
           WHERE t.committed > 0 AND t.invoiced + t.cancelled = t.committed
             AND 0 <> (SELECT coalesce(sum(e.amount), 0) FROM ledger_transactions x JOIN ledger_entries e ON e.transaction_id = x.id
                         JOIN ledger_accounts a ON a.id = e.account_id AND a.kind = 'committed' WHERE x.commitment_id = c.id))::int AS "stillReserved",
         (SELECT count(*) FROM commitments c JOIN commitment_totals t ON t.commitment_id = c.id
           WHERE t.invoiced = t.paid
             AND 0 <> (SELECT coalesce(sum(e.amount), 0) FROM ledger_transactions x JOIN ledger_entries e ON e.transaction_id = x.id
                         JOIN ledger_accounts a ON a.id = e.account_id AND a.kind = 'payable' WHERE x.commitment_id = c.id))::int AS "stillOwed",
         (SELECT count(*) FROM commitment_totals t WHERE (t.committed, t.received, t.invoiced, t.paid, t.cancelled) <> (
           SELECT coalesce(sum(s.amount) FILTER (WHERE s.step = 'committed'), 0), coalesce(sum(s.amount) FILTER (WHERE s.step = 'received'), 0),
                  coalesce(sum(s.amount) FILTER (WHERE s.step = 'invoiced'), 0), coalesce(sum(s.amount) FILTER (WHERE s.step = 'paid'), 0),
                  coalesce(sum(s.amount) FILTER (WHERE s.step = 'cancelled'), 0)
             FROM commitment_steps s WHERE s.commitment_id = t.commitment_id
              AND NOT EXISTS (SELECT 1 FROM commitment_steps x WHERE x.undoes = s.id)))::int AS "wrongTotals",
         (SELECT count(*) FROM budget_lines l WHERE (SELECT sum(b.balance) FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id
           WHERE a.line_id = l.id AND a.kind = 'spent') > l.amount)::int AS "overspentLines"`;

const IN_ORDER = {
  wrongBalances: 0,
  openTransactions: 0,
  total: '0.00',
  reserved: '0.00',
  stillReserved: 0,
  stillOwed: 0,
  wrongTotals: 0,
  overspentLines: 0,
};

module.exports = { spending, HOLDS, IN_ORDER };
