/** A web process for the drill field-flood; "unlimited" is the control: what a body may carry is not asked. */
const { from } = require('./support.js');

const [port, how] = process.argv.slice(2);

async function main() {
  if (how === 'unlimited') takeLimitsAway();
  const { readEnv } = from('modules/platform/config/env.js');
  const { createApp } = from('src/create-app.js');
  const env = readEnv({ ...process.env, LOG_LEVEL: 'fatal' });
  const app = await createApp({ env, databaseUrl: env.DATABASE_URL });
  await app.init();
  await app.listen(Number(port), '127.0.0.1');
  process.send('ready');
}

/** Of the whole application, before it is loaded: nothing is counted, and every name goes to class-transformer. */
function takeLimitsAway() {
  const rules = from('modules/platform/web/body-limits.rules.js');
  rules.refuseTooMany = () => undefined;
  rules.ANONYMOUS_BODY_LIMIT = 50_000_000;
  const { plainToInstance } = require('class-transformer');
  const validation = from('modules/platform/web/validation.js');
  const { validateDto } = validation;
  validation.validateDto = async (Dto, plain) => {
    plainToInstance(Dto, plain);
    return validateDto(Dto, plain);
  };
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
