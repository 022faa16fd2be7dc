/*
	An access point of our own beside the station, by ESP-IDF: WPA2 or open, a DHCP server whose clients are told that we are
	router and DNS, and of the captive portal's page (RFC 8910, option 114). All of it, the interface included, exists from
	open to close. It has the station's channel, and follows it.

	Limits: kGuests at once; the SSID has at most 32 bytes, the password 63, the URI kURI - 1.
*/

#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"

#include "esp_netif.h"
#include "esp_wifi.h"

#define kGuests 4
#define kURI 64
#define kMask "255.255.255.0"

static esp_netif_t *gAccessPoint;
/* ESP-IDF keeps the pointer. */
static char gURI[kURI];

static void end(void)
{
	if (!gAccessPoint)
		return;
	esp_wifi_set_mode(WIFI_MODE_STA);
	esp_netif_destroy_default_wifi(gAccessPoint);
	gAccessPoint = NULL;
}

static esp_err_t setAddress(const char *address)
{
	esp_netif_ip_info_t info = { 0 };
	esp_err_t error = esp_netif_dhcps_stop(gAccessPoint);

	if ((ESP_OK != error) && (ESP_ERR_ESP_NETIF_DHCP_ALREADY_STOPPED != error))
		return error;
	error = esp_netif_str_to_ip4(address, &info.ip);
	if (ESP_OK == error)
		error = esp_netif_str_to_ip4(kMask, &info.netmask);
	info.gw = info.ip;
	if (ESP_OK == error)
		error = esp_netif_set_ip_info(gAccessPoint, &info);
	if (ESP_OK == error)
		error = esp_netif_dhcps_option(gAccessPoint, ESP_NETIF_OP_SET, ESP_NETIF_CAPTIVEPORTAL_URI, gURI, c_strlen(gURI));
	return error;
}

static esp_err_t begin(wifi_config_t *config, const char *address)
{
	esp_err_t error;

	gAccessPoint = esp_netif_create_default_wifi_ap();
	if (!gAccessPoint)
		return ESP_ERR_NO_MEM;
	error = setAddress(address);
	if (ESP_OK == error)
		error = esp_wifi_set_mode(WIFI_MODE_APSTA);
	if (ESP_OK == error)
		error = esp_wifi_set_config(WIFI_IF_AP, config);
	/* ESP-IDF has begun it when it had the mode, and does not mind. */
	if (ESP_OK == error)
		error = esp_netif_dhcps_start(gAccessPoint);
	return ESP_ERR_ESP_NETIF_DHCP_ALREADY_STARTED == error ? ESP_OK : error;
}

void xs_radio_open(xsMachine *the)
{
	wifi_config_t config = { 0 };
	wifi_second_chan_t second;
	char ssid[sizeof(config.ap.ssid) + 1], password[sizeof(config.ap.password)], address[16];
	esp_err_t error;

	xsmcToStringBuffer(xsArg(0), ssid, sizeof(ssid));
	xsmcToStringBuffer(xsArg(1), password, sizeof(password));
	xsmcToStringBuffer(xsArg(2), address, sizeof(address));
	xsmcToStringBuffer(xsArg(3), gURI, sizeof(gURI));
	end();
	config.ap.ssid_len = (uint8_t)c_strlen(ssid);
	c_memcpy(config.ap.ssid, ssid, config.ap.ssid_len);
	c_memcpy(config.ap.password, password, c_strlen(password));
	config.ap.authmode = password[0] ? WIFI_AUTH_WPA2_PSK : WIFI_AUTH_OPEN;
	config.ap.pmf_cfg.capable = true;
	config.ap.max_connection = kGuests;
	if ((ESP_OK != esp_wifi_get_channel(&config.ap.channel, &second)) || !config.ap.channel)
		config.ap.channel = 1;
	error = begin(&config, address);
	if (ESP_OK != error) {
		end();
		xsUnknownError("ESP-IDF's error 0x%x", error);
	}
}

void xs_radio_close(xsMachine *the)
{
	end();
}
