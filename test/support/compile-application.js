/** What tests that need no database need before they begin. */
module.exports = () => require('./compiled').compileApplication();
