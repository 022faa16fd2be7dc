/*
	Stand-in for the SDK's "mc/config": the last argument of the program, as JSON.
*/

export default JSON.parse(scriptArgs[scriptArgs.length - 1]);
