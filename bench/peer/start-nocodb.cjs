// Starts NocoDB from its npm package (it ships a library, not a command).
process.chdir(process.env.HOME);
const express = require('express');
const { Noco } = require('nocodb');
(async () => {
  const app = express();
  const server = app.listen(Number(process.env.PORT), '127.0.0.1', async () => {
    app.use(await Noco.init({}, server, app));
  });
})();
