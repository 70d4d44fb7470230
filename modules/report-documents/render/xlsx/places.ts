/** The line of a table's head: above it stand its title and its source. */
export const HEAD_ROW = 4;
