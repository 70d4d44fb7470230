import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { AuditKeys, auditKeysOf } from '../audit';
import type { Env } from '../platform/config/env';
import { ENV } from '../platform/config/env.token';
import { programmeTime } from '../platform/database/programme-time';
import { Transactions } from '../platform/database/transactions';
import { Clock } from '../platform/shared/clock';
import { AccountClosing } from './accounts/account-closing.service';
import { AccountFiles } from './accounts/account-file.service';
import { AccountLock } from './accounts/account-lock.service';
import { AccountsApiController } from './accounts/accounts.api.controller';
import { AccountsPagesController } from './accounts/accounts.pages.controller';
import { Memberships } from './accounts/memberships.service';
import { OwnAccountApiController } from './accounts/own-account.api.controller';
import { OwnAccountPagesController } from './accounts/own-account.pages.controller';
import { OwnAccounts } from './accounts/own-account.service';
import { RoleEndings } from './accounts/role-endings.service';
import { RoleEndingSchedule } from './accounts/role-endings.schedule';
import { RoleGrants } from './accounts/role-grants.service';
import { AccessApiController } from './access.api.controller';
import { AccessPagesController } from './access.pages.controller';
import { DeclaredRoutes } from './declared-routes.service';
import { CodeLimits } from './guessing/code-limits.service';
import { GuessLimits } from './guessing/guess-limits.service';
import { KnownDevices } from './guessing/known-devices.service';
import { FormDraftsHook } from './form-drafts/form-drafts.hook';
import { FormSubmissionsHook } from './form-submissions/form-submissions.hook';
import { FormSubmissions } from './form-submissions/form-submissions.service';
import { FormDrafts } from './form-drafts/form-drafts.service';
import { PageStamps } from './form-drafts/page-stamps.service';
import { IdentityLinks } from './identity-providers/identity-links.service';
import { IdentityLogouts } from './identity-providers/identity-logouts.service';
import { IdentityLogoutsApiController } from './identity-providers/identity-logouts.api.controller';
import { IdentityProviders } from './identity-providers/identity-providers.service';
import { IdentityProvidersApiController } from './identity-providers/identity-providers.api.controller';
import { IdentityProvidersPagesController } from './identity-providers/identity-providers.pages.controller';
import { IdentityRequests } from './identity-providers/identity-requests.service';
import { IdentitySignIn } from './identity-providers/identity-sign-in.service';
import { IdentitySignInPagesController } from './identity-providers/identity-sign-in.pages.controller';
import { LocalSignIns } from './identity-providers/local-sign-ins.service';
import { OpenIdClients } from './identity-providers/openid-clients.service';
import { OwnIdentitiesApiController } from './identity-providers/own-identities.api.controller';
import { OwnIdentitiesPagesController } from './identity-providers/own-identities.pages.controller';
import { ProviderRequests } from './identity-providers/provider-requests.service';
import { KEY_FILE, keyRingOf, Keys, type KeyFile } from './keys';
import {
  PasswordLinksApiController,
  PasswordLinksPagesController,
} from './passwords/password-links.pages.controller';
import { PasswordCost, PasswordHashes } from './passwords/password-hashes.service';
import { PasswordChecks } from './passwords/password-checks.service';
import { PasswordResetsApiController } from './password-resets/password-resets.api.controller';
import { PasswordResetsPagesController } from './password-resets/password-resets.pages.controller';
import { PasswordResets } from './password-resets/password-resets.service';
import { AccountMails } from './account-mails.service';
import { PasswordLinks } from './passwords/password-links.service';
import { Passwords } from './passwords/passwords.service';
import { PermissionGuard } from './permission.guard';
import { PendingSignIns } from './second-factor/pending-sign-ins.service';
import { PasskeyChallenges } from './passkeys/passkey-challenges.service';
import { PasskeysApiController } from './passkeys/passkeys.api.controller';
import { PasskeysPagesController } from './passkeys/passkeys.pages.controller';
import { Passkeys } from './passkeys/passkeys.service';
import { SecondFactorRemovals } from './second-factor/second-factor-removals.service';
import { SecondFactorApiController } from './second-factor/second-factor.api.controller';
import { SecondFactorPagesController } from './second-factor/second-factor.pages.controller';
import { SecondFactors } from './second-factor/second-factors.service';
import { SessionCookies } from './session-cookies.service';
import { SessionProofs } from './proofs/session-proofs.service';
import { SessionProofsApiController } from './proofs/session-proofs.api.controller';
import { SessionProofsPagesController } from './proofs/session-proofs.pages.controller';
import { SessionPagesController } from './session.pages.controller';
import { SessionHook } from './session.hook';
import { SessionMoves } from './session-moves.service';
import { Sessions } from './sessions.service';
import { SignIn } from './sign-in.service';
import { AccessTokens } from './tokens/access-tokens.service';
import { OwnTokensApiController } from './tokens/own-tokens.api.controller';
import { OwnTokensPagesController } from './tokens/own-tokens.pages.controller';
import { ServiceAccountsApiController } from './tokens/service-accounts.api.controller';
import { ServiceAccountsPagesController } from './tokens/service-accounts.pages.controller';
import { ServiceAccounts } from './tokens/service-accounts.service';
import { TokenMails } from './tokens/token-mails.service';
import { TokenSignIn } from './tokens/token-sign-in.service';
import { TeamsApiController, TeamsPagesController } from './teams/teams.pages.controller';
import { Teams } from './teams/teams.service';
import { Users } from './users.service';
import { UsersApiController } from './users.api.controller';
import { UsersPagesController } from './users.pages.controller';
import { FlashCookies } from './flash-cookie.service';
import { WordsCookie } from './words-cookie.service';

@Global()
@Module({
  imports: [DiscoveryModule],
  controllers: [
    AccessApiController,
    AccessPagesController,
    SessionPagesController,
    AccountsApiController,
    AccountsPagesController,
    IdentityProvidersApiController,
    IdentityLogoutsApiController,
    IdentityProvidersPagesController,
    IdentitySignInPagesController,
    OwnAccountApiController,
    OwnAccountPagesController,
    OwnIdentitiesApiController,
    OwnIdentitiesPagesController,
    OwnTokensApiController,
    OwnTokensPagesController,
    PasswordLinksApiController,
    PasswordLinksPagesController,
    PasswordResetsApiController,
    PasswordResetsPagesController,
    PasskeysApiController,
    PasskeysPagesController,
    SecondFactorApiController,
    SecondFactorPagesController,
    SessionProofsApiController,
    SessionProofsPagesController,
    ServiceAccountsApiController,
    ServiceAccountsPagesController,
    TeamsApiController,
    TeamsPagesController,
    UsersApiController,
    UsersPagesController,
  ],
  providers: [
    AccessTokens,
    AccountClosing,
    AccountFiles,
    AccountLock,
    AccountMails,
    CodeLimits,
    DeclaredRoutes,
    FormDrafts,
    FormDraftsHook,
    FormSubmissions,
    FormSubmissionsHook,
    GuessLimits,
    IdentityLinks,
    IdentityLogouts,
    IdentityProviders,
    IdentityRequests,
    IdentitySignIn,
    KnownDevices,
    LocalSignIns,
    Memberships,
    OpenIdClients,
    OwnAccounts,
    PageStamps,
    PasswordChecks,
    PasswordHashes,
    PasswordLinks,
    PasswordResets,
    Passwords,
    PendingSignIns,
    ProviderRequests,
    RoleEndings,
    RoleEndingSchedule,
    RoleGrants,
    PasskeyChallenges,
    Passkeys,
    SecondFactorRemovals,
    SecondFactors,
    ServiceAccounts,
    SessionCookies,
    SessionHook,
    SessionMoves,
    SessionProofs,
    SignIn,
    Teams,
    TokenMails,
    TokenSignIn,
    Users,
    FlashCookies,
    WordsCookie,
    PermissionGuard,
    { provide: APP_GUARD, useExisting: PermissionGuard },
    { provide: KEY_FILE, useFactory: keyRingOf, inject: [ENV] },
    {
      provide: Keys,
      useFactory: (file: KeyFile, transactions: Transactions) => {
        const keys = new Keys(file);
        transactions.useKeys({
          requestIds: keys.lasting('request ids'),
          auditRows: auditKeysOf(keys).rows,
        });
        return keys;
      },
      inject: [KEY_FILE, Transactions],
    },
    { provide: AuditKeys, useFactory: auditKeysOf, inject: [Keys] },
    {
      provide: Sessions,
      useFactory: (dataSource: DataSource, clock: Clock, env: Env) =>
        new Sessions(dataSource, clock, env.MAWA_IDLE_MINUTES, programmeTime(env)),
      inject: [DataSource, Clock, ENV],
    },
  ],
  exports: [
    AuditKeys,
    DeclaredRoutes,
    FormDraftsHook,
    FormSubmissionsHook,
    Keys,
    KEY_FILE,
    Memberships,
    PasswordHashes,
    PasswordLinks,
    PermissionGuard,
    RoleEndings,
    RoleGrants,
    SecondFactors,
    SessionCookies,
    SessionHook,
    Sessions,
    TokenSignIn,
    AccessTokens,
    ServiceAccounts,
    Users,
    WordsCookie,
  ],
})
export class AccessModule {
  static with(cost: PasswordCost): DynamicModule {
    return { module: AccessModule, providers: [{ provide: PasswordCost, useValue: cost }] };
  }
}
