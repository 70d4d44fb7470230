/** The commands, as their list describes them (`mawa --help`): it is printed without loading one of them. */
export const COMMANDS = {
  archive: 'Leave Mawa with everything, or move in with it',
  audit: 'The audit logs',
  backup: 'Write everything of this instant to a folder, encrypted, and read it back',
  restore: 'Read a backup into an empty Mawa: all of it in one transaction, or nothing',
  demo: 'A synthetic programme as of today, the main job end to end, then the application',
  doctor: 'Look at the installation and say what is wrong with it',
  grant: 'Grants of donors',
  import:
    'A list (people, organisations, beds, services, past-stays, past-services … as docs/imports.md names them) from a CSV or XLSX file, all of it or none; each bad row is named with its reason',
  jobs: 'Work in the background',
  keys: 'The key file',
  migrate: 'Bring the database up to date (as the owner role; makes the roles if it may)',
  upgrade: 'Take the database to this version while servers of the version before go on serving',
  new: 'For developers: write what a new part of Mawa begins with',
  nights: 'What is kept of closed nights',
  'open-data': 'Files for everybody',
  practice:
    'A practice programme beside the live one: invented people, a database of its own, the accounts of the programme',
  report: 'Reports',
  schema: 'Read the schema of the database',
  setting: 'Settings of the programme',
  setup:
    'Begin on an empty database: print the address of the set-up page, or make the two administrators named',
  token: 'Tokens of programs',
  user: 'Accounts',
} as const;

export type CommandName = keyof typeof COMMANDS;
