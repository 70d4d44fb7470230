/**
 * Records the statements of this process's connections to PostgreSQL, whoever sends them (TypeORM, prepared or not,
 * cursors aside), with their transaction up to that point, and measures their round trips.
 *
 * While `record` runs, COMMIT is sent as ROLLBACK: the database stays as it was, so that a recorded INSERT with its
 * own ids can be executed again after the statements that went before it in its transaction.
 */
const { Client } = require('pg');
const { prepareValue } = require('pg/lib/utils');

const BEGINS = /^\s*(BEGIN|START\s+TRANSACTION)\b/i;
const ENDS = /^\s*(COMMIT|END|ROLLBACK|ABORT)\s*;?\s*$/i;
const COMMITS = /^\s*(COMMIT|END)\s*;?\s*$/i;

/** Starts to watch; `stop` puts the driver back as it was. */
exports.watchStatements = () => {
  const original = Client.prototype.query;
  const connections = new WeakMap();
  let sink = null;
  let options;

  Client.prototype.query = function query(config, ...rest) {
    const text = typeof config === 'string' ? config : config?.text;
    if (!sink || typeof text !== 'string' || typeof config.submit === 'function')
      return original.call(this, config, ...rest);
    options ??= this.connectionParameters.options;
    const values = (Array.isArray(rest[0]) ? rest[0] : config.values) ?? null;
    const connection = connections.get(this) ?? { transaction: null, answeredAt: 0n };
    connections.set(this, connection);
    const { taken, sent } = sink.see(connection, text, values);
    const args = sent === text ? [config, ...rest] : [sent, ...rest];
    return answered(original, this, args, () => taken?.(connection));
  };

  const withSink = async (next, work) => {
    sink = next;
    try {
      return await work();
    } finally {
      sink = null;
    }
  };
  return {
    /** Connection options of the application, so that statements are measured under the same settings. */
    options: () => options,
    record: async (step, work) => {
      const statements = [];
      await withSink(recorder(step, statements), work);
      return statements;
    },
    /** How many statements `work` sends, BEGIN and COMMIT included, and how long their round trips take together. */
    measure: async (work) => {
      const total = { statements: 0, ms: 0 };
      await withSink(stopwatch(total), work);
      return total;
    },
    stop: () => (Client.prototype.query = original),
  };
};

/** Calls `query` and then `after`, whether its answer comes as a promise or in a callback. */
function answered(query, client, args, after) {
  const last = args.at(-1);
  if (typeof last === 'function') {
    const callback = (...answer) => {
      after();
      last(...answer);
    };
    return query.call(client, ...args.slice(0, -1), callback);
  }
  const answer = query.call(client, ...args);
  answer.then(after, after);
  return answer;
}

function recorder(step, statements) {
  return {
    see: (connection, text, values) => {
      const entry = { text, values: values?.map(prepareValue) ?? null };
      if (ENDS.test(text)) {
        connection.transaction = null;
        return { sent: COMMITS.test(text) ? 'ROLLBACK' : text };
      }
      if (BEGINS.test(text)) connection.transaction = [entry];
      else {
        statements.push({ ...entry, step, before: [...(connection.transaction ?? [])] });
        connection.transaction?.push(entry);
      }
      return { sent: text };
    },
  };
}

function stopwatch(total) {
  return {
    see: (connection, text) => {
      const sentAt = process.hrtime.bigint();
      return {
        sent: text,
        // Statements sent together wait for one another: the time before the previous answer is counted once.
        taken: () => {
          const now = process.hrtime.bigint();
          const from = sentAt > connection.answeredAt ? sentAt : connection.answeredAt;
          connection.answeredAt = now;
          total.statements += 1;
          total.ms += Number(now - from) / 1e6;
        },
      };
    },
  };
}
