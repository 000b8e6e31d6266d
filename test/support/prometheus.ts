// Reads the text format of Prometheus as a scraper does, and insists on its rules.

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Family {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

const suffixes: Readonly<Record<string, readonly string[]>> = {
  counter: [''],
  gauge: [''],
  histogram: ['_bucket', '_sum', '_count'],
};

/** By the names of the families. Throws for what a scraper would refuse. */
export function readMetrics(text: string): ReadonlyMap<string, Family> {
  const families = new Map<string, { name: string; type: string; help: string; samples: Sample[] }>();
  let current: { name: string; type: string; help: string; samples: Sample[] } | null = null;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const comment = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)$/.exec(line);
    if (comment !== null) {
      const [, kind, name = '', rest = ''] = comment;
      if (kind === 'HELP') {
        if (families.has(name)) throw new Error(`${name} comes twice`);
        current = { name, type: '', help: rest, samples: [] };
        families.set(name, current);
      } else if (current?.name === name) current.type = rest;
      else throw new Error(`the type of ${name} comes without its help`);
      continue;
    }
    const sample = readSample(line);
    const family = current;
    const fits = family !== null && suffixes[family.type]?.some((suffix) => family.name + suffix === sample.name);
    if (!fits) throw new Error(`a sample outside its family: ${line}`);
    family.samples.push(sample);
  }
  return families;
}

function readSample(line: string): Sample {
  const parts = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? ([^ ]+)$/.exec(line);
  if (parts === null) throw new Error(`not a sample: ${line}`);
  const [, name = '', labelText = '', valueText = ''] = parts;
  const labels = Object.fromEntries(
    [...labelText.matchAll(/([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', value = '']) => [
      label,
      value.replaceAll(/\\(.)/g, (_all, escaped: string) => (escaped === 'n' ? '\n' : escaped)),
    ]),
  );
  return { name, labels, value: Number(valueText.replace('+Inf', 'Infinity')) };
}

/** The one sample with these labels, or 0 where nothing was counted yet. */
export function valueOf(
  metrics: ReadonlyMap<string, Family>,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number {
  const family = metrics.get(name) ?? metrics.get(name.replace(/_(bucket|sum|count)$/, ''));
  if (family === undefined) throw new Error(`there is no metric ${name}`);
  return family.samples
    .filter((sample) => sample.name === name)
    .filter((sample) => Object.entries(labels).every(([label, value]) => sample.labels[label] === value))
    .reduce((sum, { value }) => sum + value, 0);
}
