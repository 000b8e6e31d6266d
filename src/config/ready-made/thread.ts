// What a conversation sees in every sandbox: its files, what it hands to other agents, and skills.

import type { WrittenTemplate } from '../template-schema.ts';

export const threadDirectories = {
  workspace: 'session',
  workspace_mounts: [{ subpath: '', target: '/mnt/user-data' }],
  workspace_directories: ['workspace', 'uploads', 'outputs'],
  sibling_mounts: [{ name: 'acp-workspace', target: '/mnt/acp-workspace', read_only: true }],
  mounts: [{ source: '{skills_dir}', target: '/mnt/skills', read_only: true, optional: true }],
} as const satisfies WrittenTemplate;
