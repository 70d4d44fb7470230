/**
 * Which bed the n-th request of a benchmark takes. Requests begin on night n % NIGHTS and last one or
 * two nights; no two of them ever meet in a bed, so that neither side of a comparison waits or fails.
 */
const NIGHTS = 300;
const APART = 14;

const bedOf = (n) => Math.floor(n / NIGHTS) * APART + ((n % NIGHTS) % APART);

module.exports = { NIGHTS, bedOf };
