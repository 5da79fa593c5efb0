"""The running program: settings, commands, intake, dispatch, the local trial chat."""
