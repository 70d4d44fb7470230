import { deployFile, deployFiles, directives, documentsOf, objectsWith } from './deploy-files';

interface ComposeService {
  readonly image: string;
  readonly user?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: string[];
  readonly security_opt?: string[];
  readonly secrets?: string[];
  readonly ports?: string[];
}

describe('compose.yaml', () => {
  const [compose] = documentsOf(deployFile('compose.yaml'));
  const services = Object.entries(compose!.services as Record<string, ComposeService>);
  const declared = Object.keys(compose!.secrets as object);

  it('has web, worker, migration, backup, database, queue and proxy', () => {
    expect(services.map(([name]) => name).sort()).toEqual(
      ['backup', 'database', 'migrate', 'proxy', 'queue', 'web', 'worker'].sort(),
    );
  });

  it.each(services)('%s writes nowhere but in its volumes, and gains no rights', (_, service) => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    expect((service.secrets ?? []).filter((name) => !declared.includes(name))).toEqual([]);
  });

  it('runs Mawa, PostgreSQL and Valkey as nobody that the system knows, and opens the proxy alone', () => {
    const others = services.filter(([name]) => name !== 'proxy').map(([, service]) => service);
    for (const { user } of others) expect(user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(services.filter(([, { ports }]) => ports).map(([name]) => name)).toEqual(['proxy']);
  });

  it('gives the passwords of owner and administrator to the migration alone, that for backups to it and the backup', () => {
    const holders = (secret: string) =>
      services.filter(([, { secrets }]) => secrets?.includes(secret)).map(([name]) => name);
    expect(holders('database-owner-url')).toEqual(['migrate']);
    expect(holders('database-admin-url')).toEqual(['migrate']);
    expect(holders('backup-url').sort()).toEqual(['backup', 'migrate']);
  });
});

describe('the pods of kustomize/', () => {
  const pods = deployFiles(/\.yaml$/)
    .filter(({ path }) => path.startsWith('kustomize/base'))
    .flatMap(({ path, text }) =>
      documentsOf(text)
        .flatMap((document) => objectsWith('containers', document))
        .map((pod) => ({ path, pod })),
    );

  it('are web, worker, migration and backup', () => expect(pods).toHaveLength(4));

  it.each(pods)(
    '$path runs as no root, on a read-only root, with no rights of the kernel',
    (one) => {
      expect(one.pod).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [
          {
            securityContext: {
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              capabilities: { drop: ['ALL'] },
            },
            resources: { limits: { memory: expect.any(String) } },
          },
        ],
      });
    },
  );

  it.each(pods)(
    '$path mounts each volume that it names, and names each that it mounts',
    ({ pod }) => {
      const [container] = pod.containers as { volumeMounts: { name: string }[] }[];
      const names = (list: { name: string }[]) => list.map(({ name }) => name).sort();
      expect(names(container!.volumeMounts)).toEqual(names(pod.volumes as { name: string }[]));
    },
  );
});

describe('Containerfile', () => {
  const text = deployFile('Containerfile');

  it('ends as a user that is not root, with a health check', () => {
    expect([...text.matchAll(/^USER (.*)$/gm)].at(-1)![1]).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(text).toMatch(/^HEALTHCHECK /m);
  });

  it('installs production libraries alone, as package-lock.json holds them', () => {
    expect(text).toContain('RUN npm ci --omit=dev');
    expect(text).not.toMatch(/npm (i|install)\b/);
  });
});

describe('the units of systemd', () => {
  const units = deployFiles(/\.service$/);

  it('are web, worker and backup', () => expect(units).toHaveLength(3));

  it.each(units)(
    '$path cannot read the folder of the secrets; it is handed its own',
    ({ text }) => {
      expect(directives(text, 'InaccessiblePaths')).toEqual(['/etc/mawa/secrets']);
      expect(directives(text, 'User')).toEqual(['mawa']);
      const handed = directives(text, 'LoadCredential').map((line) => line.split(':')[0]);
      const read = directives(text, 'Environment').flatMap(
        (line) => /=%d\/(.*)$/.exec(line)?.[1] ?? [],
      );
      expect(read.sort()).toEqual(handed.sort());
      expect(handed).not.toContain('database-owner-url');
    },
  );
});
