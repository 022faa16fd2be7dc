/*
	The radio beside its station, which is the SDK's: why it was disconnected, a look for networks, power save; a join that goes
	straight to where the access point was, and a server for names. The access point of our own is in accesspoint.c.

	ESP-IDF's events come in a thread of its own. What is kept of them are single words, asked for by XS when it is told by the
	SDK's station, or by its own clock: nothing is posted, and nobody is called back. The handler is registered before the
	station's, so that the reason is there when XS is told.
*/

#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"

#include "esp_event.h"
#include "esp_netif.h"
#include "esp_wifi.h"
#include "lwip/ip_addr.h"

#include "ssid.h"

/* Networks that are told of, and records that they are chosen from: many access points can have one name. */
#define kMost 16
#define kRecords 32
/* How long guests of the access point are waited for between two channels, in ms: the most there is. */
#define kDwell 150

enum { kIdle, kLooking, kLooked };

static volatile uint8_t gReason;
static volatile uint8_t gLook;
static uint8_t gWatching;

static void onEvent(void *context, esp_event_base_t base, int32_t event, void *data)
{
	if (WIFI_EVENT_STA_DISCONNECTED == event)
		gReason = ((wifi_event_sta_disconnected_t *)data)->reason;
	else if ((WIFI_EVENT_SCAN_DONE == event) && (kLooking == gLook))
		gLook = kLooked;
}

static void check(xsMachine *the, esp_err_t error)
{
	if (ESP_OK != error)
		xsUnknownError("ESP-IDF's error 0x%x", error);
}

/* Before there is a station. */
void xs_radio_watch(xsMachine *the)
{
	esp_err_t error;

	if (gWatching)
		return;
	check(the, esp_netif_init());
	error = esp_event_loop_create_default();
	if (ESP_ERR_INVALID_STATE != error)
		check(the, error);
	check(the, esp_event_handler_register(WIFI_EVENT, ESP_EVENT_ANY_ID, onEvent, NULL));
	gWatching = 1;
}

/* ESP-IDF's own choice is WIFI_PS_MIN_MODEM, which costs tens of ms for each message that comes. */
void xs_radio_savePower(xsMachine *the)
{
	check(the, esp_wifi_set_ps(xsmcTest(xsArg(0)) ? WIFI_PS_MIN_MODEM : WIFI_PS_NONE));
}

/*
	Joins without a look around: xsArg(0) SSID, xsArg(1) password, xsArg(2) BSSID, six bytes, xsArg(3) channel. The SDK's station knows
	nothing of it until the network has let us in; that it has not is nothing that it tells.
*/
void xs_radio_hasten(xsMachine *the)
{
	wifi_config_t config = { 0 };
	/* Texts of XS have their zero, for which IEEE 802.11 has no room. */
	char ssid[sizeof(config.sta.ssid) + 1], password[sizeof(config.sta.password) + 1];
	void *bssid;
	xsUnsignedValue length;

	xsmcToStringBuffer(xsArg(0), ssid, sizeof(ssid));
	xsmcToStringBuffer(xsArg(1), password, sizeof(password));
	c_memcpy(config.sta.ssid, ssid, c_strlen(ssid));
	c_memcpy(config.sta.password, password, c_strlen(password));
	xsmcGetBufferReadable(xsArg(2), &bssid, &length);
	if (sizeof(config.sta.bssid) != length)
		xsRangeError("invalid BSSID");
	c_memcpy(config.sta.bssid, bssid, sizeof(config.sta.bssid));
	config.sta.bssid_set = true;
	config.sta.channel = xsmcToInteger(xsArg(3));
	config.sta.scan_method = WIFI_FAST_SCAN;
	check(the, esp_wifi_set_config(WIFI_IF_STA, &config));
	check(the, esp_wifi_connect());
}

/* The server for names of a station whose address is given. */
void xs_radio_resolveAt(xsMachine *the)
{
	esp_netif_t *station = esp_netif_get_handle_from_ifkey("WIFI_STA_DEF");
	esp_netif_dns_info_t server = { 0 };

	server.ip.type = ESP_IPADDR_TYPE_V4;
	check(the, esp_netif_str_to_ip4(xsmcToString(xsArg(0)), &server.ip.u_addr.ip4));
	check(the, esp_netif_set_dns_info(station, ESP_NETIF_DNS_MAIN, &server));
}

void xs_radio_reason(xsMachine *the)
{
	xsmcSetInteger(xsResult, gReason);
}

void xs_radio_forgetReason(xsMachine *the)
{
	gReason = 0;
}

void xs_radio_scan(xsMachine *the)
{
	wifi_scan_config_t config = { .scan_type = WIFI_SCAN_TYPE_ACTIVE, .home_chan_dwell_time = kDwell };

	if (kLooking == gLook)
		return;
	gLook = kLooking;
	if (ESP_OK != esp_wifi_scan_start(&config, false)) {
		gLook = kIdle;
		xsUnknownError("the radio joins a network");
	}
}

/* Whether one of the records before has the same name, and is stronger, since they are sorted. */
static int isKnown(const wifi_ap_record_t *records, int i)
{
	int j;

	for (j = 0; j < i; j++)
		if (!c_strncmp((const char *)records[j].ssid, (const char *)records[i].ssid, kSSID))
			return 1;
	return 0;
}

static void tell(xsMachine *the, const wifi_ap_record_t *record, int index)
{
	char ssid[kSSID + 1] = { 0 };

	c_memcpy(ssid, record->ssid, kSSID);
	xsmcSetNewObject(xsVar(0));
	xsmcSetString(xsVar(1), ssid);
	xsmcSet(xsVar(0), xsID_ssid, xsVar(1));
	xsmcSetInteger(xsVar(1), record->rssi);
	xsmcSet(xsVar(0), xsID_signal, xsVar(1));
	xsmcSetBoolean(xsVar(1), WIFI_AUTH_OPEN != record->authmode);
	xsmcSet(xsVar(0), xsID_secured, xsVar(1));
	xsmcSetIndex(xsResult, index, xsVar(0));
}

/* Each look is told of once: ESP-IDF's records are freed by that. */
void xs_radio_found(xsMachine *the)
{
	wifi_ap_record_t *records;
	uint16_t count = kRecords;
	int i, told = 0;

	if (kLooking == gLook)
		return;
	xsmcVars(2);
	xsmcSetNewArray(xsResult, 0);
	if (kLooked != gLook)
		return;
	gLook = kIdle;
	records = c_calloc(kRecords, sizeof(wifi_ap_record_t));
	if (!records) {
		esp_wifi_clear_ap_list();
		xsUnknownError("no memory");
	}
	if (ESP_OK != esp_wifi_scan_get_ap_records(&count, records))
		count = 0;
	xsTry {
		for (i = 0; (i < count) && (told < kMost); i++)
			if (isSSID(records[i].ssid) && !isKnown(records, i))
				tell(the, &records[i], told++);
	}
	xsCatch {
		c_free(records);
		xsThrow(xsException);
	}
	c_free(records);
}
