/** Roles, permissions, sessions and keys. Which cases an account sees is decided by `case_access` in PostgreSQL. */
export { AccessModule } from './access.module';
export { AccountMails } from './account-mails.service';
export type { Browser } from './browser.types';
export { audienceOf, FIGURE_SCOPES } from './audience.rules';
export {
  Allow,
  AllowQuietly,
  AllowUnattended,
  Anonymous,
  CurrentActor,
  InPerson,
  Public,
  RequestId,
} from './decorators';
export { IsDay } from './dto/day.dto';
export { MonthDto } from './dto/month.dto';
export { QuarterDto } from './dto/quarter.dto';
export { YearDto } from './dto/year.dto';
export { declaredRoutesOf, DeclaredRoutes, type DeclaredRoute } from './declared-routes.service';
export { routeAccess, type RouteAccess } from './route-access.rules';
export {
  addMasterKey,
  copyInClear,
  createKeyFile,
  forgetPreviousMasters,
  KEY_FILE_IS_READ_WITHIN_MS,
  fitOf,
  keyFileFit,
  KEY_FILE,
  keyCheckValue,
  keyRingOf,
  Keys,
  keyWrappingOf,
  KeyWrappingError,
  masterKeysInUse,
  mastersOf,
  newKey,
  open,
  readKeyFile,
  readKeyFileText,
  refuseForeignKeyFile,
  rewrapKeys,
  seal,
  unwrapKeyFile,
  wrapKeyFile,
  type KeyFile,
  type KeyFileFit,
  type SealedFieldAddress,
  type RecordKind,
} from './keys';
export { CASE_PARTS, maySeePart, type CasePart } from './case-parts.rules';
export { PermissionGuard } from './permission.guard';
export { may, PERMISSIONS, rolesThatMay, type Permission } from './permissions.rules';
export type { PasskeyOptions } from './passkeys/passkeys.service';
export { SecondFactors } from './second-factor/second-factors.service';
export { bytesOfBase32, codeOf, stepAt } from './second-factor/totp.rules';
export { SessionCookies } from './session-cookies.service';
export { FormDraftsHook } from './form-drafts/form-drafts.hook';
export { FormSubmissionsHook } from './form-submissions/form-submissions.hook';
export { SessionHook } from './session.hook';
export { keepNamesShown, Sessions } from './sessions.service';
export { TokenSignIn } from './tokens/token-sign-in.service';
export { AccessTokens, type TokenRow } from './tokens/access-tokens.service';

export { isForTokens, TOKEN_PERMISSIONS } from './tokens/token-scope.rules';
export { Memberships } from './accounts/memberships.service';
export { RoleEndings } from './accounts/role-endings.service';
export { RoleGrants } from './accounts/role-grants.service';
export { PasswordCost, PasswordHashes } from './passwords/password-hashes.service';
export { PasswordLinks } from './passwords/password-links.service';
export { openTeams, type Team } from './teams/teams.queries';
export { Users, waitsForReader } from './users.service';
export { FlashCookies } from './flash-cookie.service';
export { WordsCookie } from './words-cookie.service';
