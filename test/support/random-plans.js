/**
 * Officers who plan and pay at random: help with money in one to three instalments, agreed with the person,
 * agreed to or refused by finance, paid in parts, now and then a cent too much, let go, taken back, ended in
 * a next version or by a withdrawal. Shared by the test and the drill.
 */
/** A small repeatable source of chance. */
function chance(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const NOTHING_WRONG = new Set([201, 409, 422]);

/** `asks` is the officer, `agrees` finance; `random` a source of chance below a number. */
function planning({ random, lines, currencies, day, asks, agrees, reads }) {
  const tally = { done: 0, refused: 0, wrong: new Map(), acts: new Map() };
  const text = (cents) => (cents / 100).toFixed(2);
  const send = async (what, who, path, body) => {
    const { status, body: answer } = await who(path, body);
    if (!NOTHING_WRONG.has(status)) {
      const key = `${what} ${status} ${answer?.code}`;
      tally.wrong.set(key, (tally.wrong.get(key) ?? 0) + 1);
    } else if (status === 201) {
      tally.done += 1;
      tally.acts.set(what, (tally.acts.get(what) ?? 0) + 1);
    } else tally.refused += 1;
    return status === 201 ? answer : null;
  };
  /** Mostly a part of the rest, often all of it, now and then a cent more. */
  const part = (rest) => {
    const kind = random(10);
    if (kind === 0) return rest + 1;
    return kind < 5 || rest < 2 ? rest : 1 + random(rest);
  };

  const item = () => {
    const parts = Array.from({ length: 1 + random(3) }, () => 1 + random(90_000));
    const sum = parts.reduce((all, one) => all + one, 0);
    // Sometimes a cent less than its instalments, sometimes with something left.
    const amount =
      random(12) === 0 ? Math.max(1, sum - 1) : sum + (random(3) === 0 ? random(5000) : 0);
    return {
      dimension: 'economic',
      level: 'individual',
      kind: 'start_up',
      lineId: lines[random(lines.length)],
      amount: text(amount),
      currency: currencies[random(currencies.length)],
      instalments: parts.map((cents) => ({
        form: 'cash',
        dueOn: day,
        amount: text(cents),
        condition: 'unconditional',
      })),
    };
  };

  async function draft(path) {
    for (let n = 1 + random(2); n > 0; n -= 1) await send('item', asks, `${path}/items`, item());
    await send('agreement', asks, `${path}/agreement`, {
      on: day,
      voice: 'agrees',
      agreedBy: 'with_guardian',
    });
  }
  async function decide({ money }) {
    const decision =
      random(8) === 0 ? { decision: 'refused', reason: 'too_dear' } : { decision: 'approved' };
    await send(
      decision.decision,
      agrees,
      `/api/v1/commitments/${money.commitmentId}/decisions`,
      decision,
    );
  }
  async function pay(path, one) {
    const rest = Math.round(Number(one.left) * 100);
    const body = { amount: text(part(rest)), on: day, receipt: `R-${random(1_000_000)}` };
    await send('paid', asks, `${path}/instalments/${one.id}/payments`, body);
  }
  async function cancel(path, one) {
    const rest = Math.round(Number(one.left) * 100);
    const body = { amount: text(part(rest)), reason: 'not_needed' };
    await send('cancelled', asks, `${path}/instalments/${one.id}/cancellation`, body);
  }

  const ACTS = ['pay', 'pay', 'pay', 'pay', 'cancel', 'undo', 'end', 'more'];
  async function act(path) {
    const { items } = await reads(path);
    const asked = items.filter(({ money }) => money?.state === 'requested');
    if (asked.length > 0) return decide(asked[random(asked.length)]);
    const due = items
      .filter(({ money }) => money?.state === 'committed')
      .flatMap(({ instalments }) => instalments);
    const chosen = ACTS[random(ACTS.length)];
    const open = due.filter(({ left }) => left !== '0.00');
    const one = open[random(Math.max(1, open.length))] ?? due[0];
    if (chosen === 'pay' && one) return pay(path, one);
    if (chosen === 'cancel' && one) return cancel(path, one);
    const paid = due
      .flatMap(({ steps }) => steps)
      .filter(({ step, undone }) => step === 'paid' && !undone);
    if (chosen === 'undo' && paid.length > 0) {
      const { id } = paid[random(paid.length)];
      return send('undone', asks, `${path}/payments/${id}/undo`, { reason: 'mistake' });
    }
    const standing = items.filter(({ end }) => end === null);
    if (chosen === 'end' && standing.length > 0) {
      const { id } = standing[random(standing.length)];
      await send('ended', asks, `${path}/items/${id}/end`, { reason: 'not_needed' });
      return draft(path);
    }
    if (chosen === 'more') return draft(path);
  }

  /** One person's way, so many acts long, and perhaps to a withdrawal. */
  async function history(caseId, acts) {
    const returns = `/api/v1/people/${caseId}/returns`;
    const opened = { door: 'home', region: '04', openedOn: day, leftOn: day };
    const track = await send('track', asks, returns, opened);
    if (!track) return;
    const path = `${returns}/${track.id}/plan`;
    await draft(path);
    for (let n = 0; n < acts; n += 1) await act(path);
    if (random(4) === 0)
      await send('withdrawn', asks, `${returns}/${track.id}/withdrawal`, { on: day });
    // Something that was paid may be taken back after the end as well.
    if (random(4) === 0) await act(path);
  }
  return { history, tally };
}

/** What must hold of all plans, by SQL that knows nothing of how they are kept: each is 0. */
const PLANS_HOLD = `
  WITH paid AS (
    SELECT s.id, s.paid_step, s.received_step, s.amount,
           EXISTS (SELECT 1 FROM return_instalment_steps x WHERE x.undoes = s.id) AS undone
      FROM return_instalment_steps s WHERE s.step = 'paid'),
  booked AS (
    SELECT p.*, i.invoice_id,
           (SELECT count(*) FROM ledger_transactions t WHERE t.source_kind = 'payment' AND t.source_id = p.paid_step::text)::int AS payments,
           (SELECT count(*) FROM ledger_transactions t WHERE t.source_kind = 'invoice' AND t.source_id = i.invoice_id::text)::int AS invoices,
           (SELECT count(*) FROM ledger_transactions t JOIN ledger_transactions r ON r.reverses = t.id
             WHERE t.source_id IN (p.paid_step::text, i.invoice_id::text))::int AS reversals,
           (SELECT coalesce(sum(e.original_amount), 0) FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id
             JOIN ledger_accounts a ON a.id = e.account_id AND a.kind IN ('spent', 'unfunded')
             WHERE t.source_kind = 'invoice' AND t.source_id = i.invoice_id::text) AS spent,
           (SELECT coalesce(-sum(e.original_amount), 0) FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id
             JOIN ledger_accounts a ON a.id = e.account_id AND a.kind = 'funds'
             WHERE t.source_kind = 'payment' AND t.source_id = p.paid_step::text) AS handed
      FROM paid p JOIN commitment_steps i ON i.id = p.paid_step)
  SELECT (SELECT count(*) FROM booked WHERE payments <> 1 OR invoices <> 1)::int AS "notOnce",
         (SELECT count(*) FROM booked WHERE reversals <> CASE WHEN undone THEN 2 ELSE 0 END)::int AS "takenBackWrong",
         (SELECT count(*) FROM booked WHERE spent <> amount OR handed <> amount)::int AS "otherAmount",
         ((SELECT coalesce(sum(amount), 0.00) FROM paid WHERE NOT undone)
           - (SELECT coalesce(sum(e.original_amount), 0) FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id
                AND a.kind IN ('spent', 'unfunded') JOIN ledger_transactions t ON t.id = e.transaction_id
                LEFT JOIN ledger_transactions f ON f.id = t.reverses
               WHERE coalesce(f.commitment_id, t.commitment_id) IN (SELECT commitment_id FROM return_plan_requests)))::text AS "sumsDiffer",
         (SELECT count(*) FROM return_instalments i WHERE i.amount < (SELECT coalesce(sum(CASE s.step WHEN 'undone' THEN -s.amount ELSE s.amount END), 0)
            FROM return_instalment_steps s WHERE s.instalment_id = i.id))::int AS "overInstalment",
         (SELECT count(*) FROM return_plan_money m WHERE m.amount < (SELECT coalesce(sum(amount), 0) FROM return_instalments i WHERE i.item_id = m.item_id))::int AS "overPlan",
         -- What is kept on a line for a plan is what of it is neither paid nor let go, at the rate of its order.
         (SELECT count(*) FROM return_plan_requests r JOIN commitment_totals t ON t.commitment_id = r.commitment_id
            WHERE (t.committed - t.cancelled - t.received = 0) <> (0 = (
              SELECT coalesce(sum(e.amount), 0) FROM ledger_transactions x JOIN ledger_entries e ON e.transaction_id = x.id
                JOIN ledger_accounts a ON a.id = e.account_id AND a.kind = 'committed' WHERE x.commitment_id = r.commitment_id)))::int AS "keptWrong",
         (SELECT count(*) FROM return_tracks k JOIN return_plan_requests r ON r.track_id = k.id JOIN commitment_totals t ON t.commitment_id = r.commitment_id
            WHERE k.live IS NULL AND (t.state IN ('requested', 'approved') OR t.committed <> t.cancelled + t.received))::int AS "keptAfterTheEnd",
         (SELECT count(*) FROM ledger_balances b WHERE b.balance <> (SELECT coalesce(sum(amount), 0) FROM ledger_entries e WHERE e.account_id = b.account_id))::int AS "wrongBalances",
         ((SELECT sum(balance) FROM ledger_balances)
           + (SELECT coalesce(sum(e.amount), 0) FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id AND a.kind = 'funds'))::text AS total`;
const ALL_HOLD = {
  notOnce: 0,
  takenBackWrong: 0,
  otherAmount: 0,
  sumsDiffer: '0.00',
  overInstalment: 0,
  overPlan: 0,
  keptWrong: 0,
  keptAfterTheEnd: 0,
  wrongBalances: 0,
  total: '0.00',
};

module.exports = { chance, planning, PLANS_HOLD, ALL_HOLD };
