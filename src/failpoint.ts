// Named points where tests stop, fail or kill the daemon. The package holds only this module, which does nothing;
// the import "#failpoint" leads to test/support/failpoint.ts under the condition "sandkeep-failpoints".

export function failpoint(_name: string): void {}

/** For places that may also hang or wait. */
export async function failpointAsync(_name: string): Promise<void> {}
