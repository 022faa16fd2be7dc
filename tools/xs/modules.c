/*
	The modules of the shell: files, found by a path relative to the importing file or absolute. A bare specifier, such as
	"embedded:io/socket/tcp", is looked for in the folder that --modules names: embedded/io/socket/tcp.js. A module's name is
	the real path of its file, so that a file is one module however it is reached.
*/

#include "shell.h"

char* bareModules;

txID fxFindModule(txMachine* the, txSlot* realm, txID importer, txSlot* specifier)
{
	char name[C_PATH_MAX], path[2 * C_PATH_MAX], real[C_PATH_MAX];
	fxToStringBuffer(the, specifier, name, sizeof(name));
	char* from = importer == XS_NO_ID ? "" : fxGetKeyName(the, importer);
	char* slash = strrchr(from, '/');
	if (name[0] == '/')
		strcpy(path, name);
	else if (slash && (!strncmp(name, "./", 2) || !strncmp(name, "../", 3)))
		snprintf(path, sizeof(path), "%.*s/%s", (int)(slash - from), from, name);
	else if (bareModules) {
		snprintf(path, sizeof(path), "%s/%s.js", bareModules, name);
		for (char* colon = path; (colon = strchr(colon, ':')); )
			*colon = '/';
	}
	else
		mxReferenceError("%s: module \"%s\" is bare; only paths are found", slash ? slash + 1 : from, name);
	if (!realpath(path, real))
		mxReferenceError("%s: module \"%s\" not found", slash ? slash + 1 : from, name);
	return fxNewNameC(the, real);
}

/* The SyntaxError that XS throws does not say where. */
static void reportSyntaxError(void* console, txString path, txInteger line, txString format, va_list arguments)
{
	fprintf(stderr, "%s:%d: ", path ? path : "", (int)line);
	vfprintf(stderr, format, arguments);
	fprintf(stderr, "\n");
}

txScript* parseFile(txMachine* the, txString path)
{
	FILE* file = fopen(path, "r");
	if (!file)
		mxReferenceError("module \"%s\" cannot be read", path);
	txParser parser;
	txParserJump jump;
	txScript* volatile script = NULL;
	fxInitializeParser(&parser, the, the->parserBufferSize, the->parserTableModulo);
	parser.firstJump = &jump;
	parser.reportError = reportSyntaxError;
	if (setjmp(jump.jmp_buf) == 0) {
		parser.path = fxNewParserSymbol(&parser, path);
		fxParserTree(&parser, file, (txGetter)fgetc, 0, NULL);
		fxParserHoist(&parser);
		fxParserBind(&parser);
		script = fxParserCode(&parser);
	}
	fxTerminateParser(&parser);
	fclose(file);
	return script;
}

void fxLoadModule(txMachine* the, txSlot* module, txID moduleID)
{
	char name[C_PATH_MAX];
	snprintf(name, sizeof(name), "%s", fxGetKeyName(the, moduleID));
	fxResolveModule(the, module, moduleID, parseFile(the, name), NULL, NULL);
}
