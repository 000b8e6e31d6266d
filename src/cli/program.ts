// The command tree.
import { Command } from 'commander';
import { addAcquireCommands } from './commands/acquire.ts';
import { addAdminCommands } from './commands/admin.ts';
import { addCompletionCommands } from './commands/completion.ts';
import { addCopyCommand } from './commands/copy.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addEventCommands } from './commands/events.ts';
import { addExecCommand } from './commands/exec.ts';
import { addExplainCommands } from './commands/explain.ts';
import { addFileCommands } from './commands/files.ts';
import { addHelpCommand } from './commands/help.ts';
import { addLifecycleCommands } from './commands/lifecycle.ts';
import { addListCommands } from './commands/list.ts';
import { addLogCommand } from './commands/logs.ts';
import { addLoopCommands } from './commands/loops.ts';
import { addPoolCommands } from './commands/pools.ts';
import { addRecoveryCommands } from './commands/recovery.ts';
import { addReleaseCommand } from './commands/release.ts';
import { addServiceCommands } from './commands/service.ts';
import { addSessionCommands } from './commands/sessions.ts';
import { addStatsCommands } from './commands/stats.ts';
import { addTemplateCommands } from './commands/templates.ts';
import { addTokenCommands } from './commands/tokens.ts';
import { addToolCommands } from './commands/tools.ts';
import { addUpdateCommand } from './commands/update.ts';
import type { Define } from './context.ts';
import { addGlobalOptions } from './global-options.ts';

export interface ProgramSettings {
  readonly define: Define;
  readonly version: string;
  readonly writeOut: (text: string) => void;
  readonly writeErr: (text: string) => void;
  readonly helpWidth: number;
}

export function buildProgram({ define, version, writeOut, writeErr, helpWidth }: ProgramSettings): Command {
  const program = new Command('sandkeep')
    .description('Sandboxes for agents: the command line of sandkeepd.')
    .version(version)
    .helpCommand(false)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut,
      writeErr,
      // The one who catches the error prints it.
      outputError: () => {},
      getOutHelpWidth: () => helpWidth,
      getErrHelpWidth: () => helpWidth,
    })
    .addHelpText('after', '\nExit codes: sandkeep help exit-codes');
  addGlobalOptions(program);
  const defineWithGlobals: Define = (command, handler) => {
    addGlobalOptions(command);
    define(command, handler);
  };
  program.commandsGroup('Sandboxes:');
  addAcquireCommands(program, defineWithGlobals);
  addListCommands(program, defineWithGlobals);
  addExplainCommands(program, defineWithGlobals);
  addUpdateCommand(program, defineWithGlobals);
  addLifecycleCommands(program, defineWithGlobals);
  addReleaseCommand(program, defineWithGlobals);
  program.commandsGroup('Sessions:');
  addSessionCommands(program, defineWithGlobals);
  program.commandsGroup('Work inside:');
  addExecCommand(program, defineWithGlobals);
  addFileCommands(program, defineWithGlobals);
  addCopyCommand(program, defineWithGlobals);
  program.commandsGroup('Watching:');
  addLogCommand(program, defineWithGlobals);
  addStatsCommands(program, defineWithGlobals);
  addToolCommands(program, defineWithGlobals);
  program.commandsGroup('Templates, pools and events:');
  addTemplateCommands(program, defineWithGlobals);
  addPoolCommands(program, defineWithGlobals);
  addEventCommands(program, defineWithGlobals);
  program.commandsGroup('Operations:');
  addAdminCommands(program, defineWithGlobals);
  addDoctorCommand(program, defineWithGlobals);
  addServiceCommands(program, defineWithGlobals);
  addTokenCommands(program, defineWithGlobals);
  addLoopCommands(program, defineWithGlobals);
  addRecoveryCommands(program, defineWithGlobals);
  program.commandsGroup('Help:');
  addCompletionCommands(program, defineWithGlobals);
  addHelpCommand(program);
  return program;
}
