// The config of a daemon on a fake engine, with templates for what tests need.

type Section = Readonly<Record<string, unknown>>;

/** What every template on the fake engine has unless it says otherwise. */
export const fakeTemplate = {
  runtime: 'fake',
  image: 'fake:base',
  ports: [8080],
  readiness: { kind: 'http', path: '/v1/sandbox', timeout: '20s' },
  stop_grace: 0,
  idle_timeout: 0,
};

/** Loops run only when a test asks, so that what a test sees is what it did. */
const quiet = {
  default_template: 'base',
  idle_check_interval: 0,
  released_check_interval: 0,
  reconcile_interval: 0,
  retention_interval: 0,
  pool_check_interval: 0,
};

export interface FakeConfig {
  readonly config?: Section;
  /** By name, over the base template. */
  readonly templates?: Readonly<Record<string, Section>>;
}

export function configOnFake(engineSocket: string, { config = {}, templates = {} }: FakeConfig = {}): Section {
  return {
    ...quiet,
    ...config,
    runtimes: { docker: { enabled: false }, fake: { socket: engineSocket }, local: { enabled: false } },
    templates: withBase(templates),
  };
}

function withBase(templates: Readonly<Record<string, Section>>): Section {
  const named = Object.entries({ base: {}, ...templates });
  return Object.fromEntries(named.map(([name, keys]) => [name, { ...fakeTemplate, ...keys }]));
}
