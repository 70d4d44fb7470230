const { compileApplication } = require('./compiled');

/** The database is made ready by parts of the application itself. */
module.exports = async () => {
  await compileApplication();
  await require('./start-database').default();
};
